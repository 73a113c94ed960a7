/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Static calls without trampolines, as generic ones are, but that RET0 of each type is a stub of
 * that type, with the word before it that kCFI compares.
 */
#ifndef _LINUX_STATIC_CALL_H
#define _LINUX_STATIC_CALL_H

#include <linux/compiler.h>
#include <linux/static_call_types.h>

#define __RET0(prototype) __STATIC_CALL_JOIN(__static_call_return0_, prototype)

/* The compiler defines the type's symbol where C takes the address of what is of that type. */
#ifdef CONFIG_CFI
#define __RET0_TYPE(symbol)				\
	"	.4byte	__kcfi_typeid_" symbol "\n"	\
	"	.rept	" __stringify(CFI_ENTRY_PREFIX) "\n"	\
	"	hint	#0\n"				\
	"	.endr\n"
#else
#define __RET0_TYPE(symbol)
#endif

#define __DEFINE_RET0(symbol)				\
	asm("	.ifndef	" symbol "\n"			\
	    "	.pushsection .text, \"ax\"\n"		\
	    "	.balign	4\n"				\
	    __RET0_TYPE(symbol)				\
	    "	.weak	" symbol "\n"			\
	    "	.type	" symbol ", %function\n"	\
	    symbol ":\n"				\
	    "	hint	#34\n"				\
	    "	mov	x0, xzr\n"			\
	    "	ret\n"					\
	    "	.size	" symbol ", . - " symbol "\n"	\
	    "	.popsection\n"				\
	    "	.endif\n")

#define __DEFINE_STATIC_CALL(name, type_of, first)	\
	DECLARE_STATIC_CALL(name, type_of);		\
	struct static_call_key STATIC_CALL_KEY(name) = { .func = (void *)(first) }

#define DEFINE_STATIC_CALL(name, target)		__DEFINE_STATIC_CALL(name, target, target)
#define DEFINE_STATIC_CALL_NULL(name, prototype)	__DEFINE_STATIC_CALL(name, prototype, 0)
#define DEFINE_STATIC_CALL_RET0(name, prototype)			\
	extern __typeof__(prototype) __RET0(prototype);			\
	__DEFINE_STATIC_CALL(name, prototype, __RET0(prototype));	\
	__DEFINE_RET0(__stringify(__RET0(prototype)))

static inline void __static_call_update(struct static_call_key *key, void *tramp, void *func)
{
	WRITE_ONCE(key->func, func);
}

#define EXPORT_STATIC_CALL(name)
#define EXPORT_STATIC_CALL_GPL(name)

#endif
