/* SPDX-License-Identifier: GPL-2.0-only */
/* The alarm is the only interrupt, and it is the bench's. */
#ifndef _LINUX_INTERRUPT_H
#define _LINUX_INTERRUPT_H

#include <linux/cpumask.h>
#include <linux/hardirq.h>
#include <linux/irqflags.h>

#endif
