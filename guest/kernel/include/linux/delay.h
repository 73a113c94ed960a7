/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_DELAY_H
#define _LINUX_DELAY_H
#include <asm/barrier.h>
#include <asm/sysreg.h>
/* Nanoseconds of the guest's clock. */
static inline void ndelay(unsigned long ns)
{
	u64 ticks = ns * read_sysreg(cntfrq_el0) / 1000000000 + 1, start;

	isb();
	start = read_sysreg(cntvct_el0);
	do
		isb();
	while (read_sysreg(cntvct_el0) - start < ticks);
}
#define udelay(us)	ndelay((us) * 1000UL)
#define mdelay(ms)	ndelay((ms) * 1000000UL)
#endif
