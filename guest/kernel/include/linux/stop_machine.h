/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_STOP_MACHINE_H
#define _LINUX_STOP_MACHINE_H
#include <linux/atomic.h>
#include <linux/smp.h>
/* One CPU: it is stopped already. */
static inline int stop_machine(int (*fn)(void *), void *data, const void *cpus)
{
	(void)cpus;
	return fn(data);
}
#define stop_machine_cpuslocked stop_machine
#endif
