/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_CPU_H
#define _LINUX_CPU_H
#include <linux/export.h>
/* CPU 0 alone turns CPUs on, when a case wants them, and patching depends on none of them: there is nothing to keep out. */
static inline void cpus_read_lock(void) { }
static inline void cpus_read_unlock(void) { }
#endif
