/* SPDX-License-Identifier: GPL-2.0-only */
/* The CPUs that run something: CPU 0, and those to which a case gave a function (sct/cpu.h). */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H

#include <linux/preempt.h>

struct cpumask;
/* Names all of them, to stop_machine(); there are no bits in it to be looked at. */
extern const struct cpumask *const cpu_online_mask;

/* Steady while stop_machine()'s function runs. */
unsigned int num_online_cpus(void);
#define num_possible_cpus()	num_online_cpus()
#define nr_cpu_ids		num_online_cpus()

/* The CPU that asks, whichever it is. */
unsigned int cpu_number(void);
#define smp_processor_id()	cpu_number()
#define raw_smp_processor_id()	cpu_number()
#define get_cpu()		({ preempt_disable(); smp_processor_id(); })
#define put_cpu()		preempt_enable()
/* Interrupts every CPU that runs something, and waits until each has taken it. */
void kick_all_cpus_sync(void);
/* Has each of them, or each other one, call `fn`, and waits for it whatever `wait` says. */
typedef void (*smp_call_func_t)(void *info);
void on_each_cpu(smp_call_func_t fn, void *info, int wait);
void smp_call_function(smp_call_func_t fn, void *info, int wait);
#endif
