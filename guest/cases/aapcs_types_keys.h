/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of the aapcs_types suite, and their targets. */
#ifndef _CASES_AAPCS_TYPES_KEYS_H
#define _CASES_AAPCS_TYPES_KEYS_H

#include <linux/static_call_types.h>

struct small {
	u64 a;
	u32 b;
	u16 c;
	u8 d;
};
struct large {
	u64 words[9];
};

typedef unsigned __int128 u128;

u64 twelve(u64 a, u64 b, u64 c, u64 d, u64 e, u64 f, u64 g, u64 h, u64 i, u64 j, u64 k, u64 l);
u64 mixed(u8 a, s16 b, u32 c, u64 d, s8 e, bool f, void *g, u16 h, u8 i, u64 j, s32 k, s8 l);
u64 variadic(unsigned int count, ...);
u64 takes_structs(struct small a, u64 b, struct large c, u64 d, u64 e, u64 f, struct small g,
		  struct small h);
struct small returns_small(u64 a, u64 b);
struct large returns_large(u64 a, u64 b);
u128 wide(u64 a, u128 b, u64 c, u128 d, u64 e, u128 f);
u64 innermost(u64 a, u64 b), middle(u64 a, u64 b), outer(u64 a, u64 b);
u64 recurses(u64 depth, u64 value);
/*
 * aapcs_chain.S: they count `n` down, each calling the other by a static tail call, and return what
 * becomes of `value`.
 */
u64 aapcs_chain_even(u64 n, u64 value), aapcs_chain_odd(u64 n, u64 value);
u64 calls_nothing(u64 a, u64 b, u64 c, u64 d);

DECLARE_STATIC_CALL(aapcs_twelve, twelve);
DECLARE_STATIC_CALL(aapcs_mixed, mixed);
DECLARE_STATIC_CALL(aapcs_variadic, variadic);
DECLARE_STATIC_CALL(aapcs_structs, takes_structs);
DECLARE_STATIC_CALL(aapcs_small, returns_small);
DECLARE_STATIC_CALL(aapcs_large, returns_large);
DECLARE_STATIC_CALL(aapcs_wide, wide);
DECLARE_STATIC_CALL(aapcs_innermost, innermost);
DECLARE_STATIC_CALL(aapcs_middle, middle);
DECLARE_STATIC_CALL(aapcs_outer, outer);
DECLARE_STATIC_CALL(aapcs_recursive, recurses);
DECLARE_STATIC_CALL(aapcs_even, aapcs_chain_even);
DECLARE_STATIC_CALL(aapcs_odd, aapcs_chain_odd);
DECLARE_STATIC_CALL(aapcs_nothing, twelve);
DECLARE_STATIC_CALL(aapcs_zero, twelve);
DECLARE_STATIC_CALL(aapcs_calls_nothing, calls_nothing);

#endif
