/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PRINTK_H
#define _LINUX_PRINTK_H

#include <linux/compiler.h>
#include <linux/types.h>

/*
 * Format to the UART; LF goes out as CR LF. Knows %c %s %d %u %x %p %%, with a zero flag, a width, and l or ll; %p prints an address as it
 * is. A line of its own is the caller's business.
 */
int printk(const char *fmt, ...) __printf(1, 2);
int vprintk(const char *fmt, va_list args);
/* The same into a buffer, cut at `size` and terminated. */
int snprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args);

#define KERN_ERR
#define pr_err(fmt, ...)	printk("# " fmt, ##__VA_ARGS__)
#define pr_warn(fmt, ...)	printk("# " fmt, ##__VA_ARGS__)
#define pr_info(fmt, ...)	printk("# " fmt, ##__VA_ARGS__)

#endif
