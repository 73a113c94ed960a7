/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The boot CPU, from the arm64 `Image` header to kernel_main(). The stub is the only code that ever
 * runs from the identity map. Nothing under test may run before the final attributes are in force:
 * QEMU keeps a page's GP bit in the blocks it translated first.
 */
#include <asm/memory.h>
#include <asm/sysreg.h>
#include <linux/linkage.h>
#include <linux/sizes.h>

	/* For kernel.lds, which cannot include a header. */
	.globl	kimage_vaddr
	.set	kimage_vaddr, KIMAGE_VADDR

	.section .head.text, "ax"

/*
 * Documentation/arch/arm64/booting.rst: the 64-byte header. Flags: little endian, page size,
 * anywhere in memory.
 */
SYM_CODE_START(_head)
	b	primary_entry
	.long	0
	.quad	0			// text_offset
	.quad	_image_size		// image_size, with .bss
	.quad	(((PAGE_SHIFT - 12) / 2 + 1) << 1) | (1 << 3)
	.quad	0, 0, 0
	.ascii	"ARM\x64"
	.long	0
SYM_CODE_END(_head)

/*
 * x0 = physical address of the device tree. Kept through the stub:
 *   x19 VA minus PA of the image, x20 exception level at entry, x21 device tree, x22 PA of the
 *   image.
 */
SYM_CODE_START_LOCAL(primary_entry)
	mov	x21, x0
	adr	x22, _head
	mrs	x20, CurrentEL
	lsr	x20, x20, #2
	msr	spsel, #1

	/* Until the kernel has its own. */
	adrp	x0, boot_vectors
	add	x0, x0, :lo12:boot_vectors
	cmp	x20, #2
	b.ne	1f
	msr	vbar_el2, x0
1:	msr	vbar_el1, x0

	/*
	 * .bss holds the page tables and stacks, and the words that relocate() changes are all over
	 * the image: no stale line may hide what is written with the cache off. The device tree is
	 * read with the cache off, and the boot protocol does not have it clean.
	 */
	bl	flush_image
	mov	x0, x21
	add	x1, x21, #8		// magic and totalsize
	bl	flush_range
	ldr	w1, [x21, #4]
	rev	w1, w1
	mov	x0, #SZ_2M
	cmp	x1, x0
	csel	x1, x1, x0, lo
	mov	x0, x21
	add	x1, x1, x21
	bl	flush_range
	adrp	x0, __bss_start
	add	x0, x0, :lo12:__bss_start
	adrp	x1, __bss_end
	add	x1, x1, :lo12:__bss_end
1:	stp	xzr, xzr, [x0], #16
	cmp	x0, x1
	b.lo	1b

	/*
	 * The C code of the stub runs on the main stack, at the level of entry and then at the one
	 * that the arguments name.
	 */
	adrp	x23, main_stack_top
	add	x23, x23, :lo12:main_stack_top
	mov	sp, x23
	mov	x0, x21
	bl	boot_options		// x0 exception level, x1 displacement
	mov	x24, x1
	bl	init_el
	mov	sp, x23
	mov	x0, x21
	mov	x1, x20
	bl	check_boot

	mov_q	x19, KIMAGE_VADDR
	add	x19, x19, x24
	sub	x19, x19, x22
	mov	x0, x22
	mov	x1, x24
	bl	relocate

	mov	x0, x19
	mov	x1, x21
	bl	map_kernel
	bl	flush_image

	adrp	x0, high_entry
	add	x0, x0, :lo12:high_entry
	add	x0, x0, x19
	b	enable_mmu
SYM_CODE_END(primary_entry)

/*
 * An exception in the stub: a device tree where there is no memory, most likely. Nothing is known
 * of the machine yet, so it leaves what happened where a debugger finds it, and sleeps.
 */
SYM_CODE_START_LOCAL(boot_exception)
	mrs	x0, CurrentEL
	cmp	x0, #(2 << 2)
	b.eq	1f
	mrs	x0, esr_el1
	mrs	x1, elr_el1
	mrs	x2, far_el1
	mrs	x3, sctlr_el1
	b	2f
1:	mrs	x0, esr_el2
	mrs	x1, elr_el2
	mrs	x2, far_el2
	mrs	x3, sctlr_el2
2:	tbnz	x3, #0, 3f		// with the MMU on, nothing can be written
	adrp	x4, sct_boot_exception
	add	x4, x4, :lo12:sct_boot_exception
	stp	x0, x1, [x4]
	str	x2, [x4, #16]
3:	wfi
	b	3b
SYM_CODE_END(boot_exception)

	.balign	0x800
SYM_CODE_START_LOCAL(boot_vectors)
	.rept	16
	.balign	0x80
	b	boot_exception
	.endr
SYM_CODE_END(boot_vectors)

/*
 * Clobbers x0-x3. From _text to _end. The boot protocol has the image clean to the point of
 * coherency; DC CIVAC loses nothing of one that is not, and after the first time there is nothing
 * dirty left.
 */
SYM_CODE_START_LOCAL(flush_image)
	adrp	x0, _text
	add	x0, x0, :lo12:_text
	adrp	x1, _end
	add	x1, x1, :lo12:_end
	b	flush_range
SYM_CODE_END(flush_image)

/* From x0 to x1, by the smallest line (CTR_EL0.DminLine). Clobbers x0-x3. */
SYM_CODE_START_LOCAL(flush_range)
	/* after the stores with the MMU off, which are to Device memory */
	dmb	sy
	mrs	x2, ctr_el0
	ubfx	x2, x2, #16, #4
	mov	x3, #4
	lsl	x2, x3, x2
	sub	x3, x2, #1
	bic	x0, x0, x3
1:	dc	civac, x0
	add	x0, x0, x2
	cmp	x0, x1
	b.lo	1b
	dsb	sy
	ret
SYM_CODE_END(flush_range)

	.text
/*
 * From here on at the linked address. The kernel runs on SP_EL0 (EL1t) and takes exceptions on
 * SP_EL1, so that a case which ruins its stack pointer costs itself and not the run.
 */
SYM_FUNC_START(high_entry)
	bl	drop_identity_map

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
