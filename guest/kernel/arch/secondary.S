/* SPDX-License-Identifier: GPL-2.0-only */
/* Every CPU but the first, from PSCI CPU_ON or a spin-table to secondary_main(). */
#include <asm/sysreg.h>
#include <linux/linkage.h>
#include <sct/cpu.h>
#include <sct/spin_table.h>

	.section .idmap.text, "ax"
/*
 * x0 = the linked address of its struct cpu. MMU off, at the level at which the boot CPU was
 * entered; what is read here, the boot CPU wrote with its own MMU off.
 */
SYM_CODE_START(secondary_entry)
	mov	x19, x0
	adrp	x0, boot_el
	ldr	x0, [x0, :lo12:boot_el]
	bl	init_el
	adrp	x0, secondary_high_entry
	add	x0, x0, :lo12:secondary_high_entry
	adrp	x1, kimage_voffset
	ldr	x1, [x1, :lo12:kimage_voffset]
	add	x0, x0, x1
	b	enable_mmu
SYM_CODE_END(secondary_entry)

/*
 * From a spin-table, with the MMU off: two CPUs may wait at one address, so each looks for itself,
 * and waits on as long as it is not there.
 */
SYM_CODE_START(spin_table_entry)
	mrs	x1, mpidr_el1
	mov_q	x2, MPIDR_AFFINITY
	and	x1, x1, x2
1:	adrp	x2, spin_table
	add	x2, x2, :lo12:spin_table
	mov	x3, #MAX_CPUS
2:	ldr	x0, [x2, #SPIN_TABLE_CPU]
	ldr	x4, [x2, #SPIN_TABLE_MPIDR]
	cbz	x0, 3f
	cmp	x4, x1
	b.eq	secondary_entry
3:	add	x2, x2, #SPIN_TABLE_SIZE
	subs	x3, x3, #1
	b.ne	2b
	wfe
	b	1b
SYM_CODE_END(spin_table_entry)

	.text
SYM_FUNC_START(secondary_high_entry)
	bl	drop_identity_map
	msr	tpidr_el1, x19
	adrp	x0, vectors
	add	x0, x0, :lo12:vectors
	msr	vbar_el1, x0
	ldr	x0, [x19, #CPU_EXCEPTION_STACK]
	mov	sp, x0			// SP_EL1
	msr	spsel, #0
	ldr	x0, [x19, #CPU_STACK]
	mov	sp, x0			// SP_EL0
	isb
	mov	x29, xzr
	mov	x30, xzr
	mov	x0, x19
	bl	secondary_main
	b	.
SYM_FUNC_END(secondary_high_entry)
