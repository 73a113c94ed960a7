/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * arm64 changes attributes of what vmalloc() or the module loader mapped, and of nothing else: for
 * an address of the kernel image, where the literals are, each of these is -EINVAL in Linux, too
 * (arch/arm64/mm/pageattr.c).
 */
#ifndef _LINUX_SET_MEMORY_H
#define _LINUX_SET_MEMORY_H
#include <linux/errno.h>
static inline int set_memory_ro(unsigned long address, int pages)
{
	(void)address;
	return pages ? -EINVAL : 0;
}

static inline int set_memory_rw(unsigned long address, int pages)
{
	(void)address;
	return pages ? -EINVAL : 0;
}

static inline int set_memory_x(unsigned long address, int pages)
{
	(void)address;
	return pages ? -EINVAL : 0;
}

static inline int set_memory_nx(unsigned long address, int pages)
{
	(void)address;
	return pages ? -EINVAL : 0;
}

static inline int set_memory_rox(unsigned long address, int pages)
{
	(void)address;
	return pages ? -EINVAL : 0;
}
#endif
