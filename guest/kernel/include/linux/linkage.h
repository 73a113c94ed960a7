/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_LINKAGE_H
#define _LINUX_LINKAGE_H

/* For assembly, and by __stringify() for asm() in C, which cannot have more than one line. */
#define ASM_NL				;
#define __ALIGN				.balign 4

#define SYM_T_FUNC			%function
#define SYM_T_OBJECT			%object
#define SYM_T_NONE			%notype
#define SYM_A_ALIGN			__ALIGN
#define SYM_A_NONE
#define SYM_L_GLOBAL(name)		.globl name
#define SYM_L_WEAK(name)		.weak name
#define SYM_L_LOCAL(name)

#define SYM_ENTRY(name, linkage, align...)	linkage(name) ASM_NL align ASM_NL name:
#define SYM_START(name, linkage, align...)	SYM_ENTRY(name, linkage, align)
#define SYM_END(name, type_of)		.type name, type_of ASM_NL .size name, . - name
#define SYM_ALIAS(alias, name, linkage)	linkage(alias) ASM_NL .set alias, name

#if defined(__ASSEMBLY__) && defined(CONFIG_CFI)
#define CFI_TYPE(name)			cfi_type name ASM_NL
#else
#define CFI_TYPE(name)
#endif

/*
 * A function that C may call, through a pointer too: hint 34 is BTI c, a NOP where there is no BTI.
 */
#define __SYM_FUNC(name, linkage, align...)	\
	CFI_TYPE(name) SYM_START(name, linkage, align) ASM_NL hint 34 ASM_NL
#define SYM_FUNC_START(name)			__SYM_FUNC(name, SYM_L_GLOBAL, SYM_A_ALIGN)
#define SYM_FUNC_START_NOALIGN(name)		__SYM_FUNC(name, SYM_L_GLOBAL, SYM_A_NONE)
#define SYM_FUNC_START_LOCAL(name)		__SYM_FUNC(name, SYM_L_LOCAL, SYM_A_ALIGN)
#define SYM_FUNC_START_LOCAL_NOALIGN(name)	__SYM_FUNC(name, SYM_L_LOCAL, SYM_A_NONE)
#define SYM_FUNC_START_WEAK(name)		__SYM_FUNC(name, SYM_L_WEAK, SYM_A_ALIGN)
#define SYM_FUNC_START_WEAK_NOALIGN(name)	__SYM_FUNC(name, SYM_L_WEAK, SYM_A_NONE)
#define SYM_FUNC_END(name)			SYM_END(name, SYM_T_FUNC)
#define SYM_FUNC_ALIAS(alias, name)		SYM_ALIAS(alias, name, SYM_L_GLOBAL)
#define SYM_FUNC_ALIAS_LOCAL(alias, name)	SYM_ALIAS(alias, name, SYM_L_LOCAL)
#define SYM_FUNC_ALIAS_WEAK(alias, name)	SYM_ALIAS(alias, name, SYM_L_WEAK)

/* Code with its own idea of an entry: no landing pad is added. */
#define SYM_CODE_START(name)			SYM_START(name, SYM_L_GLOBAL, SYM_A_ALIGN)
#define SYM_CODE_START_NOALIGN(name)		SYM_START(name, SYM_L_GLOBAL, SYM_A_NONE)
#define SYM_CODE_START_LOCAL(name)		SYM_START(name, SYM_L_LOCAL, SYM_A_ALIGN)
#define SYM_CODE_START_LOCAL_NOALIGN(name)	SYM_START(name, SYM_L_LOCAL, SYM_A_NONE)
#ifdef __ASSEMBLY__
/* The bench's own code is found by its type. */
#define SYM_CODE_END(name)			SYM_END(name, SYM_T_FUNC)
#else
#define SYM_CODE_END(name)			SYM_END(name, SYM_T_NONE)
#endif

/* A label in the midst of code. */
#define SYM_INNER_LABEL(name, linkage) \
	.type name, SYM_T_NONE ASM_NL SYM_ENTRY(name, linkage, SYM_A_NONE)
#define SYM_INNER_LABEL_ALIGN(name, linkage) \
	.type name, SYM_T_NONE ASM_NL SYM_ENTRY(name, linkage, SYM_A_ALIGN)

#define SYM_DATA(name, data...) \
	SYM_START(name, SYM_L_GLOBAL, SYM_A_ALIGN) ASM_NL .type name, SYM_T_OBJECT ASM_NL data
#define SYM_DATA_START(name)			SYM_START(name, SYM_L_GLOBAL, SYM_A_NONE)
#define SYM_DATA_START_LOCAL(name)		SYM_START(name, SYM_L_LOCAL, SYM_A_NONE)
#define SYM_DATA_END(name)			SYM_END(name, SYM_T_OBJECT)

#ifdef __ASSEMBLY__

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
#define __ALIGN_STR		".balign 4"
#define ALIGN_STR		__ALIGN_STR
#endif

#endif
