/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of the dispatch suite, and their targets. */
#ifndef _CASES_DISPATCH_KEYS_H
#define _CASES_DISPATCH_KEYS_H

#include <linux/static_call_types.h>

u64 plus_one(u64 x), times_three(u64 x), identity(u64 x);
void takes_note(u64 x);
/* Prototypes alone: RET0 keys have no target of their own. */
u64 ret0_u64(u64 x);
int ret0_int(int a, int b, int c);
void *ret0_pointer(void *p);
bool ret0_bool(u64 x, u64 y);

DECLARE_STATIC_CALL(first, plus_one);
DECLARE_STATIC_CALL(updated, plus_one);
DECLARE_STATIC_CALL(returns, plus_one);
DECLARE_STATIC_CALL(left, plus_one);
DECLARE_STATIC_CALL(right, times_three);
DECLARE_STATIC_CALL(queried, plus_one);
DECLARE_STATIC_CALL(tail, plus_one);
DECLARE_STATIC_CALL(by_address, plus_one);
DECLARE_STATIC_CALL(cleared, takes_note);
DECLARE_STATIC_CALL(nothing, takes_note);
DECLARE_STATIC_CALL(cond, takes_note);
DECLARE_STATIC_CALL(zero_u64, ret0_u64);
DECLARE_STATIC_CALL(zero_int, ret0_int);
DECLARE_STATIC_CALL(zero_pointer, ret0_pointer);
DECLARE_STATIC_CALL(zero_bool, ret0_bool);
DECLARE_STATIC_CALL(becomes_zero, identity);

#endif
