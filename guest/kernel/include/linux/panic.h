/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PANIC_H
#define _LINUX_PANIC_H
#include <linux/compiler.h>
/* Says why, and is a BUG. */
void panic(const char *fmt, ...) __printf(1, 2) __noreturn __cold;
#endif
