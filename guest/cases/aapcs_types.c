// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls as the compiler makes them, of prototypes that use each way of passing and returning a
 * value (AAPCS64, IHI 0055, 6.8 and 6.9), and calls within calls. The oracle is the same call
 * without the trampoline. What needs FP registers the probe of the aapcs suite covers.
 *
 * __nocfi: a trampoline has no type word, so kCFI refuses a call of C through its address.
 */
#include <linux/string.h>
#include <sct/case.h>
#include <sct/static_call.h>
#include "aapcs_types_keys.h"

/* A tail call, whatever the compiler would make of one. */
#define DEFINE_TAIL(key, target)					\
	asm("	.pushsection .text, \"ax\"\n"				\
	    "	.balign	4\n"						\
	    "	.type	tail_" #key ", %function\n"			\
	    "tail_" #key ":\n"						\
	    "	hint	#34\n"						\
	    STATIC_CALL_JUMP(key)					\
	    "	.size	tail_" #key ", . - tail_" #key "\n"		\
	    "	.popsection\n");					\
	extern __typeof__(target) tail_##key

/*
 * `check(callee)` for each way to call: directly, through the trampoline's address if there is one,
 * by a tail call. As the macro made the key, and after updates.
 */
#define EACH_WAY(key, target, check) do {				\
	__typeof__(&target) volatile by_address = STATIC_CALL_TRAMP_PTR(key); \
									\
	for (int updated = 0; updated <= 1; updated++) {		\
		check(static_call(key));				\
		if (HAS_TRAMPOLINES)					\
			check(by_address);				\
		check(tail_##key);					\
		static_call_update(key, NULL);				\
		if (HAS_TRAMPOLINES)					\
			EXPECT_NO_FAULT(((void (*)(void))(void *)by_address)());	\
		static_call_update(key, target);			\
	}								\
} while (0)

/* Distinct patterns. */
#define A(n) (0x1111111111111111UL * (n) ^ 0x0123456789abcdefUL)

/* Depends on each word and on its place. */
static u64 digest(const void *words, size_t size)
{
	u64 result = size;

	for (size_t i = 0; i < size / sizeof(u64); i++)
		result = (result ^ ((const u64 *)words)[i]) * 0x9e3779b97f4a7c15UL + (result >> 29);
	return result;
}

#define DIGEST(...) ({ const u64 __words[] = { __VA_ARGS__ }; digest(__words, sizeof(__words)); })

noinline u64 twelve(u64 a, u64 b, u64 c, u64 d, u64 e, u64 f, u64 g, u64 h, u64 i, u64 j, u64 k,
		    u64 l)
{
	return DIGEST(a, b, c, d, e, f, g, h, i, j, k, l);
}
DEFINE_TAIL(aapcs_twelve, twelve);

/* Eight in registers, four on the stack. */
__nocfi CASE(aapcs_types, twelve_arguments)
{
#define CHECK(callee)										\
	EXPECT_EQ(										\
		callee(A(1), A(2), A(3), A(4), A(5), A(6), A(7), A(8), A(9), A(10), A(11), A(12)), \
		twelve(A(1), A(2), A(3), A(4), A(5), A(6), A(7), A(8), A(9), A(10), A(11), A(12)))
	EACH_WAY(aapcs_twelve, twelve, CHECK);
#undef CHECK
}

noinline u64 mixed(u8 a, s16 b, u32 c, u64 d, s8 e, bool f, void *g, u16 h, u8 i, u64 j, s32 k,
		   s8 l)
{
	return DIGEST(a, (u64)b, c, d, (u64)e, f, (u64)g, h, i, j, (u64)k, (u64)l);
}
DEFINE_TAIL(aapcs_mixed, mixed);

/* Of mixed sizes and signs, those on the stack padded to 8 bytes each. */
__nocfi CASE(aapcs_types, mixed_sizes)
{
#define CHECK(callee)										\
	EXPECT_EQ(callee(0x81, -2, 0x80000003, A(4), -5, true, (void *)A(7), 0x8008, 0x89, A(10), \
			 -11, -12),								\
		  mixed(0x81, -2, 0x80000003, A(4), -5, true, (void *)A(7), 0x8008, 0x89, A(10), \
			-11, -12))
	EACH_WAY(aapcs_mixed, mixed, CHECK);
#undef CHECK
}

noinline u64 variadic(unsigned int count, ...)
{
	u64 words[14] = { count };
	__builtin_va_list args;

	__builtin_va_start(args, count);
	for (unsigned int i = 0; i < count; i++)
		words[1 + i] = __builtin_va_arg(args, u64);
	__builtin_va_end(args);
	return digest(words, sizeof(words));
}
DEFINE_TAIL(aapcs_variadic, variadic);

/* Variable arguments: x0-x7, then the stack, read by the callee from a copy of both. */
__nocfi CASE(aapcs_types, variable_arguments)
{
#define CHECK(callee)										\
	EXPECT_EQ(callee(12, A(1), A(2), A(3), A(4), A(5), A(6), A(7), A(8), A(9), A(10), A(11), \
			 A(12)),								\
		  variadic(12, A(1), A(2), A(3), A(4), A(5), A(6), A(7), A(8), A(9), A(10), A(11), \
			   A(12)))
	EACH_WAY(aapcs_variadic, variadic, CHECK);
#undef CHECK
}

static const struct small small = { A(1), 0x80000002, 0x8003, 0x84 };
static const struct large large = { { A(1), A(2), A(3), A(4), A(5), A(6), A(7), A(8), A(9) } };

noinline u64 takes_structs(struct small a, u64 b, struct large c, u64 d, u64 e, u64 f,
			   struct small g, struct small h)
{
	/* g does not fit into x7 alone, so it and h go to the stack whole. */
	return DIGEST(a.a, a.b, a.c, a.d, b, digest(&c, sizeof(c)), d, e, f, g.a, g.b, g.c, g.d,
		      h.a, h.b, h.c, h.d);
}
DEFINE_TAIL(aapcs_structs, takes_structs);

/*
 * Structures by value: in two registers, on the stack, and by reference to a copy if they are
 * large.
 */
__nocfi CASE(aapcs_types, structures_by_value)
{
#define CHECK(callee) EXPECT_EQ(callee(small, A(2), large, A(4), A(5), A(6), small, small), \
				takes_structs(small, A(2), large, A(4), A(5), A(6), small, small))
	EACH_WAY(aapcs_structs, takes_structs, CHECK);
#undef CHECK
}

noinline struct small returns_small(u64 a, u64 b)
{
	return (struct small){ a, (u32)b, 0x8003, 0x84 };
}
DEFINE_TAIL(aapcs_small, returns_small);

/* A structure of 16 bytes comes back in x0 and x1. */
__nocfi CASE(aapcs_types, structure_in_two_registers)
{
	struct small result;

#define CHECK(callee) do {					\
	result = callee(A(1), A(2));				\
	EXPECT_EQ(result.a, A(1));				\
	EXPECT_EQ(result.b, (u32)A(2));				\
	EXPECT_EQ(result.c, 0x8003);				\
	EXPECT_EQ(result.d, 0x84);				\
} while (0)
	EACH_WAY(aapcs_small, returns_small, CHECK);
#undef CHECK
}

noinline struct large returns_large(u64 a, u64 b)
{
	return (struct large){ { a, b, a ^ b, a + b, A(5), A(6), A(7), a - b, A(9) } };
}
DEFINE_TAIL(aapcs_large, returns_large);

/*
 * A larger one is written to where x8 points, and x8 is no argument: nothing but the convention
 * keeps it alive.
 */
__nocfi CASE(aapcs_types, structure_in_memory)
{
	const struct large must = returns_large(A(1), A(2));
	struct large result;

#define CHECK(callee) do {					\
	memset(&result, 0xff, sizeof(result));			\
	result = callee(A(1), A(2));				\
	EXPECT_EQ(digest(&result, sizeof(result)), digest(&must, sizeof(must))); \
} while (0)
	EACH_WAY(aapcs_large, returns_large, CHECK);
#undef CHECK
}

#define A128(n) ((u128)A(n) << 64 | A((n) + 1))

/* x0; x2 and x3; x4; x6 and x7; then the stack, where a pair is aligned to 16 bytes. */
noinline u128 wide(u64 a, u128 b, u64 c, u128 d, u64 e, u128 f)
{
	const u64 low = DIGEST(a, (u64)b, (u64)(b >> 64), c),
		  high = DIGEST((u64)d, (u64)(d >> 64), e, (u64)f, (u64)(f >> 64));

	return (u128)high << 64 | low;
}
DEFINE_TAIL(aapcs_wide, wide);

/* 128-bit integers, in pairs that begin with an even register. */
__nocfi CASE(aapcs_types, pairs_of_registers)
{
	const u128 must = wide(A(1), A128(2), A(4), A128(5), A(7), A128(8));
	u128 result;

#define CHECK(callee) do {					\
	result = callee(A(1), A128(2), A(4), A128(5), A(7), A128(8)); \
	EXPECT_EQ(result, must);				\
	EXPECT_EQ(result >> 64, must >> 64);			\
} while (0)
	EACH_WAY(aapcs_wide, wide, CHECK);
#undef CHECK
}

/* Three keys, one target's call within the other's. */
noinline u64 innermost(u64 a, u64 b)
{
	return DIGEST(a, b);
}

noinline u64 middle(u64 a, u64 b)
{
	return DIGEST(static_call(aapcs_innermost)(b, a), a, static_call(aapcs_innermost)(a, b), b);
}

noinline u64 outer(u64 a, u64 b)
{
	return DIGEST(a, static_call(aapcs_middle)(a, b), static_call(aapcs_middle)(b, a), b);
}
DEFINE_TAIL(aapcs_outer, outer);

/*
 * A target makes static calls itself: what it keeps across them is kept, and each returns to its
 * own caller.
 */
__nocfi CASE(aapcs_types, nested_calls)
{
	const u64 ab = innermost(A(1), A(2)), ba = innermost(A(2), A(1));
	const u64 must = DIGEST(A(1), DIGEST(ba, A(1), ab, A(2)), DIGEST(ab, A(2), ba, A(1)), A(2));

#define CHECK(callee) EXPECT_EQ(callee(A(1), A(2)), must)
	EACH_WAY(aapcs_outer, outer, CHECK);
#undef CHECK
}

DEFINE_TAIL(aapcs_recursive, recurses);

noinline u64 recurses(u64 depth, u64 value)
{
	return depth ? DIGEST(depth, static_call(aapcs_recursive)(depth - 1, value ^ A(depth)),
			      value)
		     : value;
}

static u64 recurses_directly(u64 depth, u64 value)
{
	return depth ? DIGEST(depth, recurses_directly(depth - 1, value ^ A(depth)), value) : value;
}

/* The same key within itself: nothing of a call is kept anywhere but in its own frames. */
__nocfi CASE(aapcs_types, recursive_calls)
{
	const u64 must = recurses_directly(20, A(1));

#define CHECK(callee) EXPECT_EQ(callee(20, A(1)), must)
	EACH_WAY(aapcs_recursive, recurses, CHECK);
#undef CHECK
}

DEFINE_TAIL(aapcs_even, aapcs_chain_even);

static u64 chain_directly(u64 n, u64 value)
{
	for (; n; n--)
		value = n % 2 ? value + 2 * n : n ^ (value << 1 | value >> 63);
	return value;
}

/*
 * Two keys that call each other by tail calls, 10,000 times in a stack of 32 KiB: a frame of the
 * trampoline's own would pile up.
 */
__nocfi CASE(aapcs_types, chain_of_tail_calls)
{
	const u64 must = chain_directly(10000, A(1));

#define CHECK(callee) EXPECT_EQ(callee(10000, A(1)), must)
	EACH_WAY(aapcs_even, aapcs_chain_even, CHECK);
#undef CHECK
}

noinline u64 calls_nothing(u64 a, u64 b, u64 c, u64 d)
{
	const u64 before = DIGEST(a, b, c, d);
	u64 zero;

	static_call_cond(aapcs_nothing)(d, c, b, a, d, c, b, a, d, c, b, a);
	zero = static_call(aapcs_zero)(b, a, d, c, b, a, d, c, b, a, d, c);
	static_call_cond(aapcs_nothing)(c, d, a, b, c, d, a, b, c, d, a, b);
	return DIGEST(before, zero, a, b, c, d);
}
DEFINE_TAIL(aapcs_calls_nothing, calls_nothing);

/*
 * NULL and RET0 calls with stack arguments in the midst of a function: all that it holds is as it
 * was.
 */
__nocfi CASE(aapcs_types, null_in_the_midst)
{
	const u64 must = DIGEST(DIGEST(A(1), A(2), A(3), A(4)), 0, A(1), A(2), A(3), A(4));

#define CHECK(callee) EXPECT_EQ(callee(A(1), A(2), A(3), A(4)), must)
	EACH_WAY(aapcs_calls_nothing, calls_nothing, CHECK);
#undef CHECK
}
