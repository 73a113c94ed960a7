// SPDX-License-Identifier: GPL-2.0-only
/* What a thread masks. */
#include <asm/sysreg.h>
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <sct/context.h>
#include <sct/el0.h>

void (*el0_unmasked)(void);

/* struct cpu begins with what Linux counts. */
static u64 *own_daif(void)
{
	return (u64 *)((char *)this_context() + EL0_DAIF_AT);
}

u64 el0_daif(void)
{
	return *own_daif();
}

void el0_set_daif(u64 daif)
{
	barrier();
	WRITE_ONCE(*own_daif(), daif);
	barrier();
	if (!(daif & (1UL << 7)) && el0_unmasked)
		el0_unmasked();
}
