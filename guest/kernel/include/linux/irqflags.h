/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_IRQFLAGS_H
#define _LINUX_IRQFLAGS_H

#include <asm/sysreg.h>
#include <linux/types.h>

/*
 * Masks I and not F: the watchdog is an FIQ where the interrupt controller allows it, and must reach code that hangs with interrupts
 * off. (Linux masks both; nothing else here is an FIQ.)
 */
#define local_irq_save(flags) do {					\
	(flags) = read_sysreg(daif);					\
	local_irq_disable();						\
} while (0)

#define local_irq_disable()	asm volatile("msr daifset, #2" : : : "memory")
#define local_irq_enable()	asm volatile("msr daifclr, #2" : : : "memory")

#define local_irq_restore(flags) do {					\
	asm volatile("msr daif, %0" : : "r"((u64)(flags)) : "memory");	\
} while (0)

#define irqs_disabled()		(!!(read_sysreg(daif) & (1UL << 7)))

#endif
