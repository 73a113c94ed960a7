/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * All of PSTATE.DAIF, the watchdog's FIQ included: only the harness gets a guest back that hangs
 * under this.
 */
#ifndef _ASM_DAIFFLAGS_H
#define _ASM_DAIFFLAGS_H
#include <asm/sysreg.h>
#include <linux/types.h>
#define DAIF_PROCCTX		0UL
#define DAIF_PROCCTX_NOIRQ	(3UL << 6)
#define DAIF_ERRCTX		(0xfUL << 6)
#define DAIF_MASK		(0xfUL << 6)
static inline void local_daif_mask(void)
{
	asm volatile("msr daifset, #0xf" : : : "memory");
}

static inline unsigned long local_daif_save_flags(void)
{
	return read_sysreg(daif);
}

static inline unsigned long local_daif_save(void)
{
	unsigned long flags = local_daif_save_flags();

	local_daif_mask();
	return flags;
}

static inline void local_daif_restore(unsigned long flags)
{
	asm volatile("msr daif, %0" : : "r"(flags) : "memory");
}
#endif
