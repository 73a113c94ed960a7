/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MEMORY_H
#define _LINUX_MEMORY_H
/*
 * The kernel's header reaches asm/insn.h by way of others, and static_call.c relies on that: v7 names only this one and
 * asm/text-patching.h.
 */
#include <asm/insn.h>
#include <linux/bug.h>
#include <linux/export.h>
#include <linux/kernel.h>
#include <linux/mutex.h>
extern struct mutex text_mutex;
#endif
