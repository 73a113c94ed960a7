/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Static calls as they are where an architecture has none of its own: the key is a pointer, and a
 * call is an indirect one, which the compiler checks. Nothing of a subject has a part in it.
 */
#ifndef _CASES_KCFI_GENERIC_H
#define _CASES_KCFI_GENERIC_H

#include <linux/compiler.h>

/* What a NULL call calls. */
static inline void generic_nop(void)
{
}

long __static_call_return0(void);

#define DEFINE_GENERIC_CALL(name, prototype, first)			\
	typedef __typeof__(prototype) generic_type_##name;		\
	static struct { void *func; } generic_key_##name = { (void *)(first) }

#define DEFINE_GENERIC_CALL_NULL(name, prototype) DEFINE_GENERIC_CALL(name, prototype, 0)
#define DEFINE_GENERIC_CALL_RET0(name, prototype) \
	DEFINE_GENERIC_CALL(name, prototype, __static_call_return0)

#define generic_call(name) ((generic_type_##name *)READ_ONCE(generic_key_##name.func))

#define generic_call_cond(name) ({							\
	void *__func = READ_ONCE(generic_key_##name.func);				\
	(generic_type_##name *)(__func ?: (void *)generic_nop);				\
})

#define generic_call_update(name, target)						\
	WRITE_ONCE(generic_key_##name.func, (void *)(generic_type_##name *)(target))

#endif
