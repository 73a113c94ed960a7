/* SPDX-License-Identifier: GPL-2.0-only */
/* The CPUs that run something: CPU 0, and those to which a case gave a function (sct/cpu.h). */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

struct cpumask;
/* Names all of them, to stop_machine(); there are no bits in it to be looked at. */
extern const struct cpumask *const cpu_online_mask;

/* Steady while stop_machine()'s function runs. */
unsigned int num_online_cpus(void);

#endif
