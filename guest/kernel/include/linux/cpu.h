/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_CPU_H
#define _LINUX_CPU_H
#include <linux/export.h>
/* No CPU comes or goes. */
static inline void cpus_read_lock(void) { }
static inline void cpus_read_unlock(void) { }
#endif
