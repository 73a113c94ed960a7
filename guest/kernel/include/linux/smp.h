/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SMP_H
#define _LINUX_SMP_H
/* One CPU. */
#define num_online_cpus()	1
#define cpu_online_mask		((const void *)0)
#endif
