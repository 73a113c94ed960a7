/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H
/* Other CPUs run only what a case gives them (sct/cpu.h): for stop_machine() there is one. */
#define num_online_cpus()	1
#define cpu_online_mask		((const void *)0)
#endif
