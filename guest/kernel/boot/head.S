/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The boot stub: arm64 `Image` header, EL2 to EL1, page tables, MMU, and the jump to the TTBR1 address. It is the only code that ever
 * runs from the identity map. Nothing under test may run before the final attributes are in force: QEMU keeps a page's GP bit in
 * the blocks it translated first.
 */
#include <asm/sysreg.h>
#include <linux/linkage.h>

	.section .head.text, "ax"

/* Documentation/arch/arm64/booting.rst: the 64-byte header, flags: little endian, 4K pages, anywhere in memory. */
SYM_CODE_START(_head)
	b	primary_entry
	.long	0
	.quad	0			// text_offset
	.quad	_image_size		// image_size, with .bss
	.quad	0x2 | 0x8		// flags
	.quad	0, 0, 0
	.ascii	"ARM\x64"
	.long	0
SYM_CODE_END(_head)

/*
 * x0 = physical address of the device tree. Kept through the stub:
 *   x19 VA minus PA of the image, x20 exception level at entry, x21 device tree, x22 PA of the image.
 */
SYM_CODE_START_LOCAL(primary_entry)
	mov	x21, x0
	adr	x22, _head
	ldr	x19, =_text
	sub	x19, x19, x22
	mrs	x20, CurrentEL
	lsr	x20, x20, #2

	cmp	x20, #2
	b.eq	from_el2
	b	at_el1

from_el2:
	mov_q	x0, HCR_EL2_RW | HCR_EL2_API | HCR_EL2_APK
	msr	hcr_el2, x0
	isb				// E2H is clear: what follows has its Armv8.0 layout
	mov	x0, #3			// CNTHCTL_EL2.{EL1PCTEN,EL1PCEN}: counter and timer do not trap
	msr	cnthctl_el2, x0
	msr	cntvoff_el2, xzr
	mov	x0, #0x33ff		// CPTR_EL2: RES1 bits, no FP trap
	msr	cptr_el2, x0
	msr	hstr_el2, xzr
	msr	vttbr_el2, xzr
	mrs	x0, midr_el1
	msr	vpidr_el2, x0
	mrs	x0, mpidr_el1
	msr	vmpidr_el2, x0

	/* MDCR_EL2: no debug or PMU traps; HPMN = PMCR_EL0.N gives every counter to EL1, where there is a PMU. */
	mrs	x0, id_aa64dfr0_el1
	ubfx	x0, x0, #8, #4		// PMUVer: 0 none, 15 not PMUv3
	cbz	x0, 1f
	cmp	x0, #15
	csel	x0, xzr, x0, eq
	b.eq	1f
	mrs	x0, pmcr_el0
	ubfx	x0, x0, #11, #5
1:	msr	mdcr_el2, x0

	/* GICv3 system registers, where the CPU has them and firmware has not put them out of use. */
	mrs	x0, id_aa64pfr0_el1
	ubfx	x0, x0, #24, #4
	cbz	x0, 2f
	mrs	x0, S3_4_C12_C9_5	// ICC_SRE_EL2
	mov	x1, #9			// SRE, Enable
	orr	x0, x0, x1
	msr	S3_4_C12_C9_5, x0
	isb
	mrs	x0, S3_4_C12_C9_5
	tbz	x0, #0, 2f
	msr	S3_4_C12_C11_0, xzr	// ICH_HCR_EL2

	/* Fine-grained traps (FEAT_FGT) hold anything after a reset. */
2:	mrs	x0, id_aa64mmfr0_el1
	ubfx	x0, x0, #56, #4
	cbz	x0, 3f
	msr	S3_4_C1_C1_4, xzr	// HFGRTR_EL2
	msr	S3_4_C1_C1_5, xzr	// HFGWTR_EL2
	msr	S3_4_C1_C1_6, xzr	// HFGITR_EL2
	msr	S3_4_C3_C1_4, xzr	// HDFGRTR_EL2
	msr	S3_4_C3_C1_5, xzr	// HDFGWTR_EL2

3:	mov_q	x0, SCTLR_EL1_RES1
	msr	sctlr_el1, x0
	mov	x0, #0x3c5		// EL1h, DAIF masked
	msr	spsr_el2, x0
	adr	x0, at_el1
	msr	elr_el2, x0
	eret

at_el1:
	mov_q	x0, SCTLR_EL1_RES1
	msr	sctlr_el1, x0
	isb
	msr	spsel, #1
	msr	cpacr_el1, xzr		// FP and SIMD trap: nothing saves their registers

	/* .bss holds the page tables and stacks: no stale line may hide what is written with the cache off. */
	bl	invalidate_bss
	adrp	x0, __bss_start
	add	x0, x0, :lo12:__bss_start
	adrp	x1, __bss_end
	add	x1, x1, :lo12:__bss_end
1:	stp	xzr, xzr, [x0], #16
	cmp	x0, x1
	b.lo	1b

	adrp	x0, main_stack_top
	add	x0, x0, :lo12:main_stack_top
	mov	sp, x0
	mov	x0, x22
	mov	x1, x19
	mov	x2, x21
	bl	map_kernel		// x0 = PA of the TTBR1 table, x1 = PA of the identity table
	mov	x24, x0
	mov	x25, x1
	bl	invalidate_bss

	mov_q	x0, MAIR_EL1_SET
	msr	mair_el1, x0
	mov_q	x0, TCR_EL1_SET
	mrs	x1, id_aa64mmfr0_el1
	and	x1, x1, #7		// PARange: 6 (52 bits) needs LPA, so 5 at most
	mov	x2, #5
	cmp	x1, x2
	csel	x1, x1, x2, lo
	bfi	x0, x1, #32, #3
	msr	tcr_el1, x0
	msr	ttbr0_el1, x25
	msr	ttbr1_el1, x24
	isb
	tlbi	vmalle1
	dsb	nsh
	ic	iallu
	dsb	nsh
	isb

	mov_q	x0, SCTLR_EL1_ON
	mrs	x1, id_aa64pfr1_el1
	and	x1, x1, #0xf
	cbz	x1, 3f
	/*
	 * As Linux does: BTI needs only GP; BT1 makes PACIxSP accept no BR but through x16 and x17. Behind the ID register: QEMU
	 * lets the bit read back as 1 on CPUs without BTI.
	 */
	mov_q	x2, SCTLR_EL1_BT1
	orr	x0, x0, x2
3:	msr	sctlr_el1, x0
	isb
	ldr	x16, =high_entry
	br	x16

	.ltorg
SYM_CODE_END(primary_entry)

/* Clobbers x0-x3. DC IVAC by the smallest line (CTR_EL0.DminLine). */
SYM_CODE_START_LOCAL(invalidate_bss)
	dmb	sy			// after the stores with the MMU off, which are to Device memory
	adrp	x0, __bss_start
	add	x0, x0, :lo12:__bss_start
	adrp	x1, __bss_end
	add	x1, x1, :lo12:__bss_end
	mrs	x2, ctr_el0
	ubfx	x2, x2, #16, #4
	mov	x3, #4
	lsl	x2, x3, x2
1:	dc	ivac, x0
	add	x0, x0, x2
	cmp	x0, x1
	b.lo	1b
	dsb	sy
	ret
SYM_CODE_END(invalidate_bss)

	.text
/*
 * From here on at the linked address. The kernel runs on SP_EL0 (EL1t) and takes exceptions on SP_EL1, so that a case which ruins its stack
 * pointer costs itself and not the run.
 */
SYM_FUNC_START(high_entry)
	/* The identity map goes: no walk through TTBR0 any more. */
	mrs	x0, tcr_el1
	orr	x0, x0, #TCR_EL1_EPD0
	msr	tcr_el1, x0
	msr	ttbr0_el1, xzr
	isb
	tlbi	vmalle1
	dsb	nsh
	isb

	adrp	x0, vectors
	add	x0, x0, :lo12:vectors
	msr	vbar_el1, x0
	adrp	x0, exception_stack_top
	add	x0, x0, :lo12:exception_stack_top
	mov	sp, x0			// SP_EL1
	msr	spsel, #0
	adrp	x0, main_stack_top
	add	x0, x0, :lo12:main_stack_top
	mov	sp, x0			// SP_EL0
	isb
	mov	x29, xzr
	mov	x30, xzr

	mov	x0, x21
	mov	x1, x20
	mov	x2, x19
	bl	kernel_main
	b	.
SYM_FUNC_END(high_entry)

	/* Below each stack lies a page that map_kernel() leaves out: a stack that runs over faults, and spoils nothing. */
	.section .bss, "aw", %nobits
	.balign	0x1000
SYM_DATA(main_stack_guard)
	.skip	0x1000
	.skip	0x8000
SYM_DATA(main_stack_top)
SYM_DATA(exception_stack_guard)
	.skip	0x1000
	.skip	0x4000
SYM_DATA(exception_stack_top)
	.skip	16
