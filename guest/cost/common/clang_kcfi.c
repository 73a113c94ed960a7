// SPDX-License-Identifier: GPL-2.0-only
/*
 * The one file that is compiled with -fsanitize=kcfi: what clang itself makes of a checked call,
 * for emit.c to copy, and the loop over the probes of a tracepoint.
 */
#include <linux/compiler.h>
#include "cost.h"

/* clang emits the word for a function's type where its address is taken. */
void (*const cost_typed_address)(void) __used = cost_typed;

/* Nothing behind the call may make a jump of it. */
noinline void cost_clang_site(void (**pointer)(void))
{
	(*pointer)();
	barrier();
}

/* As __traceiter_NAME() of linux/tracepoint.h: a list that ends with NULL. */
void cost_iterate(void)
{
	void (*const *probe)(void) = cost_probes;

	do
		(*probe)();
	while (*++probe);
}
