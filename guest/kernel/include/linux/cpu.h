/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_CPU_H
#define _LINUX_CPU_H
#include <linux/cleanup.h>
#include <linux/export.h>
/*
 * CPU 0 alone turns CPUs on, when a case wants them, so it keeps nobody out; but it is counted:
 * lockdep_assert_cpus_held() asks, and one unlock too many is a WARN.
 */
void cpus_read_lock(void);
void cpus_read_unlock(void);
int cpus_read_trylock(void);
void lockdep_assert_cpus_held(void);
DEFINE_LOCK_GUARD_0(cpus_read_lock, cpus_read_lock(), cpus_read_unlock())
#endif
