/* SPDX-License-Identifier: GPL-2.0-only */
/* The lock of those who patch text. */
#ifndef _LINUX_MEMORY_H
#define _LINUX_MEMORY_H
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
extern struct mutex text_mutex;
#endif
