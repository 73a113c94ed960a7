// SPDX-License-Identifier: GPL-2.0-only
/* The stack that the cases run on. */
#include <sct/memory.h>
#include <sct/started.h>

u64 *stack_bottom(void)
{
	return (u64 *)started->stack;
}
