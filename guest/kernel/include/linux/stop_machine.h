/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs a function while no other CPU does anything. */
#ifndef _LINUX_STOP_MACHINE_H
#define _LINUX_STOP_MACHINE_H

#include <linux/atomic.h>
#include <linux/cpu.h>
#include <linux/smp.h>

/*
 * Stops every other CPU that runs something, calls `fn` with interrupts masked, and lets them go
 * on; returns what `fn` returned. With `cpu_online_mask` the others call it as well, all at the
 * same time; with NULL this CPU alone does.
 */
int stop_machine_cpuslocked(int (*fn)(void *data), void *data, const struct cpumask *cpus);

/* For who does not hold cpus_read_lock(), as the one who updates a static call does. */
static inline int stop_machine(int (*fn)(void *data), void *data, const struct cpumask *cpus)
{
	int ret;

	cpus_read_lock();
	ret = stop_machine_cpuslocked(fn, data, cpus);
	cpus_read_unlock();
	return ret;
}

#endif
