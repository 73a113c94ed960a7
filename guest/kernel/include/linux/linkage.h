/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_LINKAGE_H
#define _LINUX_LINKAGE_H

#ifdef __ASSEMBLY__

#define SYM_LOCAL(name, kind)		.type name, kind; .balign 4; name:
#define SYM_GLOBAL(name, kind)		.globl name; SYM_LOCAL(name, kind)
#define SYM_END(name)			.size name, . - name

#ifdef CONFIG_CFI
#define CFI_TYPE(name)			cfi_type name;
#else
#define CFI_TYPE(name)
#endif

/*
 * A function that C may call, through a pointer too: hint 34 is BTI c, a NOP where there is no BTI.
 */
#define SYM_FUNC_START(name)		CFI_TYPE(name) SYM_GLOBAL(name, %function) hint 34
#define SYM_FUNC_END(name)		SYM_END(name)

/* Code with its own idea of an entry: no landing pad is added. */
#define SYM_CODE_START(name)		SYM_GLOBAL(name, %function)
#define SYM_CODE_START_LOCAL(name)	SYM_LOCAL(name, %function)
#define SYM_CODE_END(name)		SYM_END(name)

#define SYM_DATA(name)			SYM_GLOBAL(name, %object)

/* clang-format off */
/* A 64-bit constant without a literal load. */
.macro mov_q reg, value:vararg
	movz	\reg, #((\value) & 0xffff)
	movk	\reg, #(((\value) >> 16) & 0xffff), lsl #16
	movk	\reg, #(((\value) >> 32) & 0xffff), lsl #32
	movk	\reg, #(((\value) >> 48) & 0xffff), lsl #48
.endm

/*
 * What kCFI compares lies before the entry of a function: the word for the type that C has given
 * it, which the compiler defines as a symbol where C takes its address; 0 where no C does. Where
 * each function has room for a tracer before its entry, that room is between the two.
 */
.macro cfi_type name:req
	.balign	4
	.weak	__kcfi_typeid_\name
	.long	__kcfi_typeid_\name
	.rept	CFI_ENTRY_PREFIX
	nop
	.endr
.endm
/* clang-format on */

#else
#define asmlinkage
#define __ALIGN			.balign 4
#define __ALIGN_STR		".balign 4"
#define ALIGN_STR		__ALIGN_STR
#endif

#endif
