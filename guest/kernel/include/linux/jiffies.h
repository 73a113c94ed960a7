/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_JIFFIES_H
#define _LINUX_JIFFIES_H
#include <asm/sysreg.h>
#include <linux/types.h>
/* Milliseconds of the guest's clock. */
#define HZ			1000
#define jiffies			(read_sysreg(cntvct_el0) * HZ / read_sysreg(cntfrq_el0))
#define time_after(a, b)	((s64)((b) - (a)) < 0)
#define time_before(a, b)	time_after(b, a)
#define msecs_to_jiffies(ms)	((unsigned long)(ms))
#define jiffies_to_msecs(j)	((unsigned int)(j))
#endif
