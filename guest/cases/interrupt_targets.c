// SPDX-License-Identifier: GPL-2.0-only
/* The targets of the interrupt suite. */
#include <linux/compiler.h>
#include <sct/static_call.h>
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

void set_both(void)
{
	static_call_update(interrupted, adds_one);
	static_call_update(in_handler, adds_three);
}
