/* SPDX-License-Identifier: GPL-2.0-only */
/* There are no tasks, and nothing is scheduled. */
#ifndef _LINUX_SCHED_H
#define _LINUX_SCHED_H
#include <linux/kernel.h>
#include <linux/preempt.h>
struct task_struct;
#define cond_resched()	({ might_sleep(); 0; })
#define need_resched()	0
#endif
