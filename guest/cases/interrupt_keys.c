// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the interrupt suite and their targets. */
#include <linux/compiler.h>
#include "interrupt.h"

u64 threes;

noinline u64 adds_one(u64 x)
{
	return x + 1;
}
noinline u64 adds_two(u64 x)
{
	return x + 2;
}
noinline u64 adds_three(u64 x)
{
	threes++;
	return x + 3;
}

DEFINE_STATIC_CALL(interrupted, adds_one);
DEFINE_STATIC_CALL(in_handler, adds_three);

void set_both(void)
{
	static_call_update(interrupted, adds_one);
	static_call_update(in_handler, adds_three);
}
