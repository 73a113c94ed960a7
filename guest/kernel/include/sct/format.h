/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Formatting for whoever takes the characters one by one; linux/printk.h says what a format may
 * hold.
 */
#ifndef _SCT_FORMAT_H
#define _SCT_FORMAT_H

#include <linux/types.h>

typedef void format_put(void *arg, char c);
/* Calls `put` with `arg` for each character; returns how many there were. */
int format(format_put *put, void *arg, const char *fmt, va_list args);

#endif
