/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Static calls for whoever only calls, updates and asks: without the subject's header, so that
 * nothing in it can change what a case does or expects. What defines a key is in the case files
 * that are called *_keys.c, and in no other; they include linux/static_call.h.
 */
#ifndef _SCT_STATIC_CALL_H
#define _SCT_STATIC_CALL_H

#include <linux/kernel.h>
#include <linux/static_call_types.h>

#ifdef CONFIG_HAVE_STATIC_CALL
#define HAS_TRAMPOLINES			true
#define STATIC_CALL_TRAMP_PTR(name)	(&STATIC_CALL_TRAMP(name))
/*
 * The trampoline of a NULL key returns; so this always calls, and its arguments are always
 * evaluated.
 */
#define __raw_static_call_cond(name)	__raw_static_call(name)
/* BTYPE of the branch with which a call arrives at its target: the trampoline's BR x16. */
#define STATIC_CALL_BTYPE		1
/* For asm(): a call, whose operand 1 is STATIC_CALL_OPERAND(); and a jump, with x16 to itself. */
#define STATIC_CALL_INSN		"bl %1"
#define STATIC_CALL_OPERAND(name)	"S"(&STATIC_CALL_TRAMP(name))
#define STATIC_CALL_JUMP(name)		"	b	" STATIC_CALL_TRAMP_STR(name) "\n"
#else
#define HAS_TRAMPOLINES			false
#define STATIC_CALL_TRAMP_PTR(name)	((__typeof__(&STATIC_CALL_TRAMP(name)))NULL)
/* What is called in place of NULL: as in Linux a function of one type, whatever the key's. */
static inline void __static_call_nop(void)
{
}
#define __raw_static_call_cond(name) ({							\
	void *__func = READ_ONCE(STATIC_CALL_KEY(name).func);				\
											\
	if (!__func)									\
		__func = (void *)__static_call_nop;					\
	(__typeof__(STATIC_CALL_TRAMP(name)) *)__func;					\
})
/* BLR. */
#define STATIC_CALL_BTYPE		2
#define STATIC_CALL_INSN		"blr %1"
#define STATIC_CALL_OPERAND(name)	"r"(__raw_static_call(name))
#define STATIC_CALL_JUMP(name)							\
	"	adrp	x16, " STATIC_CALL_KEY_STR(name) "\n"			\
	"	ldr	x16, [x16, :lo12:" STATIC_CALL_KEY_STR(name) "]\n"	\
	"	br	x16\n"
#endif

/* NULL where there are none. */
#define STATIC_CALL_TRAMP_ADDR(name)	((void *)STATIC_CALL_TRAMP_PTR(name))

/*
 * The subject's patch routine: `tramp` must tail-call `func` (NULL: do nothing, return) from its
 * next call on. `site` is NULL here.
 */
void arch_static_call_transform(void *site, void *tramp, void *func, bool tail);

long __static_call_return0(void);

/* static_call_update() as the subject's kernel has it: cases/update_keys.c. */
void update_static_call(struct static_call_key *key, void *tramp, void *func);

#define static_call_cond(name)	(void)__raw_static_call_cond(name)

/* What the key says, which is NULL for a NULL call whatever the literal holds. */
#define static_call_query(name)	(READ_ONCE(STATIC_CALL_KEY(name).func))

#define static_call_update(name, target)							\
	do {											\
		__typeof__(&STATIC_CALL_TRAMP(name)) __target = (target);			\
		update_static_call(&STATIC_CALL_KEY(name), STATIC_CALL_TRAMP_ADDR(name),	\
				   (void *)__target);						\
	} while (0)

#endif
