/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What marks functions and pointers for tools that do not look at the guest: tracers, sanitizers,
 * sparse.
 */
#ifndef _LINUX_COMPILER_TYPES_H
#define _LINUX_COMPILER_TYPES_H

#include <linux/compiler_attributes.h>

#define notrace			__attribute__((__no_instrument_function__))
#define noinline_for_stack	__attribute__((__noinline__))
#define inline_for_tracing	inline
#define __nocfi_generic
#ifdef __clang__
#define __nocfi			__attribute__((__no_sanitize__("kcfi")))
#else
#define __nocfi
#endif
#define __no_sanitize_address
#define __no_sanitize_thread
#define __no_sanitize_undefined
#define __no_sanitize_memory
#define __no_sanitize_coverage
#define __no_kcsan
#define __no_kasan_or_inline	__attribute__((__unused__))
#define __no_profile		__attribute__((__no_instrument_function__))
#define __no_stack_protector
#define __noscs
#define __latent_entropy
#define __randomize_layout
#define __no_randomize_layout
#define __noendbr
#define __cficanonical
#define asm_inline		asm
#define asm_volatile_goto(x...)	asm goto(x)
#define asm_goto_output(x...)	asm volatile goto(x)

/* Address spaces and contexts, which only sparse checks. */
#define __user
#define __iomem
#define __percpu
#define __rcu
#define __kernel
#define __force
#define __bitwise
#define __private
#define __safe
#define __must_hold(x)
#define __must_not_hold(x)
#define __acquires(x)
#define __releases(x)
#define __acquire(x)		(void)0
#define __release(x)		(void)0
#define __cond_lock(x, c)	(c)
#define __chk_user_ptr(x)	(void)0
#define ACCESS_PRIVATE(p, member) ((p)->member)

#define __same_type(a, b)	__builtin_types_compatible_p(__typeof__(a), __typeof__(b))
#define __native_word(t)	\
	(sizeof(t) == 1 || sizeof(t) == 2 || sizeof(t) == 4 || sizeof(t) == 8)
#define __unqual_scalar_typeof(x) __typeof__(({ __auto_type __scalar = (x); __scalar; }))

#define __compiletime_error(text)	__attribute__((__error__(text)))
#define __compiletime_warning(text)	__attribute__((__warning__(text)))

/*
 * A condition that the compiler must find true once it has optimised: no constant expression is
 * asked for, so without optimisation nothing is checked. A statement; static_assert() is the
 * declaration.
 */
#ifdef __OPTIMIZE__
#define ___compiletime_assert(condition, text, name) do {	\
	extern void name(void) __compiletime_error(text);	\
	if (!(condition))					\
		name();						\
} while (0)
#else
#define ___compiletime_assert(condition, text, name) do { (void)sizeof(!(condition)); } while (0)
#endif
#define __compiletime_assert_named(condition, text, count) \
	__compiletime_assert_pasted(condition, text, count)
#define __compiletime_assert_pasted(condition, text, count) \
	___compiletime_assert(condition, text, __compiletime_assert_##count)
#define compiletime_assert(condition, text)	\
	__compiletime_assert_named(condition, text, __COUNTER__)
#define compiletime_assert_atomic_type(t)	\
	compiletime_assert(__native_word(t), "no access of this size is a single one")

#endif
