/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What every CPU does for itself, the boot CPU and those that PSCI turns on: both run with the MMU
 * off, from the identity map's section, and use no stack. They keep x19-x30.
 */
#include <asm/sysreg.h>
#include <linux/linkage.h>

	.section .idmap.text, "ax"

/*
 * x0 = the exception level to run at, 1 or 2. Comes back there, on SP_ELx: at EL2 only with
 * FEAT_VHE and only if entered there, with E2H and TGE set, so that the _EL1 registers mean EL2's
 * own as in Linux; else at EL1. Timers, PMU counters and GICv3 registers do not trap; FP and SIMD
 * do, at the level that it comes back at, since nothing saves their registers.
 */
SYM_CODE_START(init_el)
	mrs	x1, CurrentEL
	cmp	x1, #(2 << 2)
	b.ne	at_run_el

	/* HCR_EL2: BTI and PAC need nothing but that the keys do not trap. */
	mov_q	x2, HCR_EL2_RW | HCR_EL2_API | HCR_EL2_APK
	cmp	x0, #2
	b.ne	1f
	mrs	x1, id_aa64mmfr1_el1
	ubfx	x1, x1, #8, #4		// VH
	cbz	x1, 1f
	mov_q	x1, HCR_EL2_E2H | HCR_EL2_TGE
	orr	x2, x2, x1
1:	msr	hcr_el2, x2
	isb
	/* E2H may be stuck at 1 (no FEAT_E2H0): it says which layout the next two have */
	mrs	x2, hcr_el2

	/*
	 * CNTHCTL_EL2.{EL1PCTEN,EL1PCEN}: counter and timer do not trap. CPTR_EL2: no FP trap to
	 * EL2; RES1 bits in the layout without E2H.
	 */
	mov	x0, #3
	mov	x1, #0x33ff
	tbz	x2, #HCR_EL2_E2H_SHIFT, 1f
	mov	x0, #(3 << 10)
	mov	x1, #(3 << 20)
1:	msr	cnthctl_el2, x0
	msr	cptr_el2, x1
	msr	cntvoff_el2, xzr
	msr	hstr_el2, xzr
	msr	vttbr_el2, xzr
	mrs	x0, midr_el1
	msr	vpidr_el2, x0
	mrs	x0, mpidr_el1
	msr	vmpidr_el2, x0

	/*
	 * MDCR_EL2: no debug or PMU traps; HPMN = PMCR_EL0.N gives every counter to EL1, where
	 * there is a PMU.
	 */
	mrs	x0, id_aa64dfr0_el1
	ubfx	x0, x0, #8, #4		// PMUVer: 0 none, 15 not PMUv3
	cbz	x0, 1f
	cmp	x0, #15
	csel	x0, xzr, x0, eq
	b.eq	1f
	mrs	x0, pmcr_el0
	ubfx	x0, x0, #11, #5
1:	msr	mdcr_el2, x0

	/*
	 * GICv3 system registers, where the CPU has them and firmware has not put them out of use.
	 */
	mrs	x0, id_aa64pfr0_el1
	ubfx	x0, x0, #24, #4
	cbz	x0, 1f
	mrs	x0, S3_4_C12_C9_5	// ICC_SRE_EL2
	mov	x1, #9			// SRE, Enable
	orr	x0, x0, x1
	msr	S3_4_C12_C9_5, x0
	isb
	mrs	x0, S3_4_C12_C9_5
	tbz	x0, #0, 1f
	msr	S3_4_C12_C11_0, xzr	// ICH_HCR_EL2

	/*
	 * What later extensions trap or change (FEAT_HCX, FEAT_FGT) holds anything after a reset.
	 */
1:	mrs	x0, id_aa64mmfr1_el1
	ubfx	x0, x0, #40, #4
	cbz	x0, 1f
	msr	S3_4_C1_C2_2, xzr	// HCRX_EL2
1:	mrs	x0, id_aa64mmfr0_el1
	ubfx	x0, x0, #56, #4
	cbz	x0, 1f
	msr	S3_4_C1_C1_4, xzr	// HFGRTR_EL2
	msr	S3_4_C1_C1_5, xzr	// HFGWTR_EL2
	msr	S3_4_C1_C1_6, xzr	// HFGITR_EL2
	msr	S3_4_C3_C1_4, xzr	// HDFGRTR_EL2
	msr	S3_4_C3_C1_5, xzr	// HDFGWTR_EL2

1:	tbnz	x2, #HCR_EL2_TGE_SHIFT, at_run_el
	mov_q	x0, SCTLR_EL1_RES1
	tbnz	x2, #HCR_EL2_E2H_SHIFT, 1f
	msr	sctlr_el1, x0
	b	2f
1:	msr	S3_5_C1_C0_0, x0	// SCTLR_EL12: with E2H the other name means EL2's
2:	mov	x0, #0x3c5		// EL1h, DAIF masked
	msr	spsr_el2, x0
	adr	x0, at_run_el
	msr	elr_el2, x0
	eret

at_run_el:
	mov_q	x0, SCTLR_EL1_RES1
	msr	sctlr_el1, x0
	isb
	msr	spsel, #1
	msr	cpacr_el1, xzr
	/* no breakpoint of an earlier program's once debug exceptions are unmasked */
	msr	mdscr_el1, xzr
	isb
	ret
SYM_CODE_END(init_el)

/*
 * Turns the MMU on and branches to a linked address; x0 = that address. The page tables are those
 * of `boot_ttbr1` and `boot_ttbr0`, which the boot CPU has filled in. Changes x0-x5, x16. The
 * identity map stays in force until the code there calls drop_identity_map.
 */
SYM_CODE_START(enable_mmu)
	mov	x16, x0
	adrp	x4, boot_ttbr1
	ldr	x4, [x4, :lo12:boot_ttbr1]
	adrp	x5, boot_ttbr0
	ldr	x5, [x5, :lo12:boot_ttbr0]

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
	msr	ttbr0_el1, x5
	msr	ttbr1_el1, x4
	isb
	tlbi	vmalle1
	dsb	nsh
	ic	iallu
	dsb	nsh
	isb

	mov_q	x0, SCTLR_EL1_ON
	mrs	x1, id_aa64pfr1_el1
	and	x1, x1, #0xf
	cbz	x1, 1f
	/*
	 * As Linux does: BTI needs only GP; BT1 makes PACIxSP accept no BR but through x16 and x17.
	 * Behind the ID register: QEMU lets the bit read back as 1 on CPUs without BTI.
	 */
	mov_q	x2, SCTLR_EL1_BT1
	orr	x0, x0, x2
1:	mrs	x1, id_aa64isar1_el1
	and	x1, x1, #ID_AA64ISAR1_EL1_APA_API
	mrs	x2, ID_AA64ISAR2_EL1
	and	x2, x2, #ID_AA64ISAR2_EL1_APA3
	orr	x1, x1, x2
	cbz	x1, 1f
	/*
	 * Any keys, the same on every CPU, so that a run can be repeated. Nothing that returns
	 * later has signed its return address yet.
	 */
	mov_q	x1, 0x5c7a5c7a0123cdef
	msr	S3_0_C2_C1_0, x1	// APIAKeyLo_EL1
	msr	S3_0_C2_C1_3, x1	// APIBKeyHi_EL1
	mvn	x1, x1
	msr	S3_0_C2_C1_1, x1	// APIAKeyHi_EL1
	msr	S3_0_C2_C1_2, x1	// APIBKeyLo_EL1
	mov_q	x2, SCTLR_EL1_ENIA | SCTLR_EL1_ENIB
	orr	x0, x0, x2
1:	msr	sctlr_el1, x0
	isb
	br	x16
SYM_CODE_END(enable_mmu)

	.text
/*
 * Called at a linked address: no walk through TTBR0 any more on this CPU. Changes x0. The table
 * itself stays, for the next CPU.
 */
SYM_FUNC_START(drop_identity_map)
	mrs	x0, tcr_el1
	orr	x0, x0, #TCR_EL1_EPD0
	msr	tcr_el1, x0
	msr	ttbr0_el1, xzr
	isb
	tlbi	vmalle1
	dsb	nsh
	isb
	ret
SYM_FUNC_END(drop_identity_map)
