/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_UACCESS_H
#define _LINUX_UACCESS_H
#include <linux/errno.h>
#include <linux/preempt.h>
#include <linux/types.h>
/*
 * Copy to or from kernel memory that may fault. Pieces of 8, 4, 2 and 1 bytes, each a single
 * access. Returns 0, or -EFAULT with what came before the fault already written.
 */
long copy_to_kernel_nofault(void *dst, const void *src, size_t size);
long copy_from_kernel_nofault(void *dst, const void *src, size_t size);
/* -EFAULT, and then `value` is 0. */
#define get_kernel_nofault(value, p) ({							\
	__typeof__(value) __read = (__typeof__(value))0;				\
	long __failed = copy_from_kernel_nofault(&__read, p, sizeof(__read));		\
	(value) = __failed ? (__typeof__(value))0 : __read;				\
	(int)__failed;									\
})
/* The same by a label for what faults; what is read is one access of that type. */
#define __get_kernel_nofault(dst, src, type, label)				\
	do {									\
		if (copy_from_kernel_nofault(dst, src, sizeof(type)))		\
			goto label;						\
	} while (0)
#define __put_kernel_nofault(dst, src, type, label)				\
	do {									\
		if (copy_to_kernel_nofault(dst, src, sizeof(type)))		\
			goto label;						\
	} while (0)
/* No address has a tag here: bits 63:56 are as bit 55 says. */
#define untagged_addr(addr)	(addr)
#define pagefault_disable()	preempt_disable()
#define pagefault_enable()	preempt_enable()
#define pagefault_disabled()	in_atomic()
#endif
