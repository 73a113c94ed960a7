/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel's headers bring in by the way, in most configurations and not in all. No header
 * of the guest does so; a subject's C file that does not compile without is compiled with this
 * before it, and the report says so.
 */
#ifndef _SCT_NEIGHBOURS_H
#define _SCT_NEIGHBOURS_H

/*
 * linux/jump_label.h includes asm/jump_label.h, and that one this, with CONFIG_JUMP_LABEL alone.
 * Commit 998d4d789d2d mends a static_call.c without it.
 */
#include <asm/insn.h>

/*
 * linux/cpu.h includes linux/node.h, and that one, by way of linux/device.h, most of what there is.
 */
#include <linux/atomic.h>
#include <linux/bitfield.h>
#include <linux/bitops.h>
#include <linux/bug.h>
#include <linux/cache.h>
#include <linux/cleanup.h>
#include <linux/err.h>
#include <linux/export.h>
#include <linux/init.h>
#include <linux/irqflags.h>
#include <linux/jump_label.h>
#include <linux/kernel.h>
#include <linux/linkage.h>
#include <linux/list.h>
#include <linux/lockdep.h>
#include <linux/mutex.h>
#include <linux/once.h>
#include <linux/overflow.h>
#include <linux/panic.h>
#include <linux/percpu.h>
#include <linux/preempt.h>
#include <linux/rcupdate.h>
#include <linux/sched.h>
#include <linux/smp.h>
#include <linux/spinlock.h>
#include <linux/stddef.h>
#include <linux/string.h>

#endif
