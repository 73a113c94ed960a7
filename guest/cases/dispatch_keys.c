// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the dispatch suite. */
#include <linux/static_call.h>
#include "dispatch_keys.h"

/*
 * What lies before a literal in .rodata may end anywhere: without an alignment of its own it is
 * off, and the linker or `abi` says so.
 */
asm("	.pushsection .rodata, \"a\"\n"
    "	.byte	0\n"
    "	.popsection");
DEFINE_STATIC_CALL(first, plus_one);
DEFINE_STATIC_CALL(updated, plus_one);
DEFINE_STATIC_CALL(returns, plus_one);
DEFINE_STATIC_CALL(left, plus_one);
DEFINE_STATIC_CALL(right, times_three);
DEFINE_STATIC_CALL(queried, plus_one);
DEFINE_STATIC_CALL(tail, plus_one);
DEFINE_STATIC_CALL(by_address, plus_one);
DEFINE_STATIC_CALL(cleared, takes_note);
DEFINE_STATIC_CALL_NULL(nothing, takes_note);
DEFINE_STATIC_CALL_NULL(cond, takes_note);
DEFINE_STATIC_CALL_RET0(zero_u64, ret0_u64);
DEFINE_STATIC_CALL_RET0(zero_int, ret0_int);
DEFINE_STATIC_CALL_RET0(zero_pointer, ret0_pointer);
DEFINE_STATIC_CALL_RET0(zero_bool, ret0_bool);
DEFINE_STATIC_CALL(becomes_zero, identity);
