// SPDX-License-Identifier: GPL-2.0-only
/* Does a call reach its target, whatever was made of the key? */
#include <sct/case.h>
#include <sct/needs.h>
#include <sct/static_call.h>
#include "dispatch_keys.h"

static u64 calls;
static u64 last_arg;

noinline u64 plus_one(u64 x)
{
	return x + 1;
}

static noinline u64 minus_two(u64 x)
{
	return x - 2;
}

noinline u64 times_three(u64 x)
{
	return x * 3;
}

static noinline u64 times_five(u64 x)
{
	return x * 5;
}

noinline void takes_note(u64 x)
{
	calls++;
	last_arg = x;
}

/* The macro alone must make a call that works, before any update. */
CASE(dispatch, first_target)
{
	EXPECT_EQ(static_call(first)(41), 42);
}

/* The literal's writer decodes the trampoline: the next call must see the new target. */
CASE(dispatch, update)
{
	EXPECT_EQ(static_call(updated)(5), 6);
	static_call_update(updated, times_three);
	EXPECT_EQ(static_call(updated)(5), 15);
}

/* Nothing may stay of the target before: no bits or'ed in, no one-way patch. */
CASE(dispatch, update_back)
{
	for (int i = 0; i < 3; i++) {
		static_call_update(returns, times_three);
		EXPECT_EQ(static_call(returns)(7), 21);
		static_call_update(returns, plus_one);
		EXPECT_EQ(static_call(returns)(7), 8);
	}
}

/*
 * A key that starts as NULL: the call returns and does nothing, and the key can be given a target.
 */
CASE(dispatch, null)
{
	calls = 0;
	EXPECT_NO_FAULT(static_call_cond(nothing)(1));
	EXPECT_EQ(calls, 0);
	static_call_update(nothing, takes_note);
	static_call_cond(nothing)(2);
	EXPECT_EQ(calls, 1);
	EXPECT_EQ(last_arg, 2);
}

/* A key that becomes NULL: the transform's own idea of NULL, not the macro's. */
CASE(dispatch, update_to_null)
{
	calls = 0;
	static_call_update(cleared, takes_note);
	static_call_cond(cleared)(3);
	EXPECT_EQ(calls, 1);
	static_call_update(cleared, NULL);
	EXPECT_NO_FAULT(static_call_cond(cleared)(4));
	EXPECT_EQ(calls, 1);
	static_call_update(cleared, takes_note);
	static_call_cond(cleared)(5);
	EXPECT_EQ(calls, 2);
	EXPECT_EQ(last_arg, 5);
}

/* static_call_cond() evaluates its arguments even when there is nothing to call. */
CASE(dispatch, cond)
{
	u64 evaluated = 0;

	calls = 0;
	static_call_cond(cond)(++evaluated);
	EXPECT_EQ(evaluated, 1);
	EXPECT_EQ(calls, 0);
	static_call_update(cond, takes_note);
	static_call_cond(cond)(++evaluated);
	EXPECT_EQ(calls, 1);
	EXPECT_EQ(last_arg, 2);
}

/* The query reads the key: what the caller set, and NULL for NULL whatever the literal holds. */
CASE(dispatch, query)
{
	EXPECT_EQ(static_call_query(queried), &plus_one);
	static_call_update(queried, times_three);
	EXPECT_EQ(static_call_query(queried), &times_three);
	static_call_update(queried, NULL);
	EXPECT_EQ(static_call_query(queried), NULL);
	EXPECT_NO_FAULT(static_call_cond(queried)(1));
	static_call_update(queried, plus_one);
	EXPECT_EQ(static_call_query(queried), &plus_one);
	EXPECT_EQ(static_call(queried)(1), 2);
}

/*
 * Neighbouring literals and four targets: a write that lands on the wrong one shows in the other
 * key.
 */
CASE(dispatch, two_keys)
{
	EXPECT_EQ(static_call(left)(10), 11);
	EXPECT_EQ(static_call(right)(10), 30);
	static_call_update(left, minus_two);
	EXPECT_EQ(static_call(left)(10), 8);
	EXPECT_EQ(static_call(right)(10), 30);
	static_call_update(right, times_five);
	EXPECT_EQ(static_call(left)(10), 8);
	EXPECT_EQ(static_call(right)(10), 50);
	static_call_update(left, plus_one);
	EXPECT_EQ(static_call(left)(10), 11);
	EXPECT_EQ(static_call(right)(10), 50);
	static_call_update(right, times_three);
	EXPECT_EQ(static_call(left)(10), 11);
	EXPECT_EQ(static_call(right)(10), 30);
}

/* By hand: no compiler makes a tail call at -O0 unasked, and gcc before 15 cannot be asked. */
u64 dispatch_tail_calls(u64 x);
/* clang-format off */
asm("	.pushsection .text, \"ax\"\n"
    "	.balign	4\n"
    "	.globl	dispatch_tail_calls\n"
    "	.type	dispatch_tail_calls, %function\n"
    "dispatch_tail_calls:\n"
    "	hint	34\n"
    STATIC_CALL_JUMP(tail)
    "	.size	dispatch_tail_calls, . - dispatch_tail_calls\n"
    "	.popsection\n");
/* clang-format on */

/*
 * The compiler may tail-call a static call: then it is a `b`, and the target returns to the
 * caller's caller.
 */
CASE(dispatch, tail_call)
{
	EXPECT_EQ(dispatch_tail_calls(1), 2);
	static_call_update(tail, times_three);
	EXPECT_EQ(dispatch_tail_calls(2), 6);
	static_call_update(tail, plus_one);
}

NEEDS(dispatch, by_address, NEED_TRAMPOLINE);
/*
 * The trampoline is a function whose address can be taken; the call is a blr then, and needs the
 * landing pad.
 */
__nocfi CASE(dispatch, by_address)
{
	/* __nocfi: a trampoline has no type word, so kCFI refuses such a call in C. */
	u64 (*volatile tramp)(u64) = STATIC_CALL_TRAMP_PTR(by_address);
	u64 result = 0;

	EXPECT_NO_FAULT(result = tramp(8));
	EXPECT_EQ(result, 9);
	static_call_update(by_address, times_three);
	EXPECT_NO_FAULT(result = tramp(8));
	EXPECT_EQ(result, 24);
	static_call_update(by_address, plus_one);
}

/* RET0: whatever was in x0, which is the first argument if there is one, the result is 0. */
#define SENTINEL 0x5ca1ab1e5ca1ab1eUL

noinline u64 identity(u64 x)
{
	return x;
}

/* The call as the compiler makes it, with x0 set at the last moment and read whole. */
#define X0_AFTER(name)										\
	({											\
		register u64 __x0 asm("x0") = SENTINEL;						\
		asm volatile(STATIC_CALL_INSN							\
			     : "+r"(__x0)							\
			     : STATIC_CALL_OPERAND(name)					\
			     : "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", \
			       "x12", "x13", "x14", "x15", "x16", "x17", "x30", "cc",		\
			       "memory");							\
		__x0;										\
	})

/*
 * The result is 0, and the register's old value is gone: a trampoline that just returned would
 * leave it.
 */
CASE(dispatch, ret0)
{
	EXPECT_EQ(X0_AFTER(zero_u64), 0);
	EXPECT_EQ(static_call_query(zero_u64), &__static_call_return0);
}

/* Arguments must not shine through: x0 is both the first argument and the result. */
CASE(dispatch, ret0_arguments)
{
	EXPECT_EQ(static_call(zero_u64)(SENTINEL), 0);
	EXPECT_EQ(static_call(zero_int)(1, 2, 3), 0);
}

/* int, pointer and bool are read from x0 or parts of it: the whole register must be 0. */
CASE(dispatch, ret0_types)
{
	EXPECT_EQ(X0_AFTER(zero_int), 0);
	EXPECT_EQ(X0_AFTER(zero_pointer), 0);
	EXPECT_EQ(X0_AFTER(zero_bool), 0);
	EXPECT_EQ(static_call(zero_pointer)((void *)SENTINEL), NULL);
	EXPECT_EQ(static_call(zero_bool)(1, 1), false);
}

/* Into RET0 and out of it: an update writes the address of __static_call_return0 like any other. */
CASE(dispatch, update_to_ret0)
{
	EXPECT_EQ(static_call(becomes_zero)(9), 9);
	static_call_update(becomes_zero, (__typeof__(&identity))(void *)__static_call_return0);
	EXPECT_EQ(X0_AFTER(becomes_zero), 0);
	static_call_update(becomes_zero, identity);
	EXPECT_EQ(static_call(becomes_zero)(9), 9);
	EXPECT_EQ(static_call(zero_u64)(9), 0);
	static_call_update(zero_u64, identity);
	EXPECT_EQ(static_call(zero_u64)(9), 9);
	static_call_update(zero_u64, (__typeof__(&identity))(void *)__static_call_return0);
}
