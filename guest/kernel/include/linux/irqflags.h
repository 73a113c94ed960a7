/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_IRQFLAGS_H
#define _LINUX_IRQFLAGS_H

#include <asm/sysreg.h>
#include <linux/types.h>

/*
 * Masks I and not F: the watchdog is an FIQ where the interrupt controller allows it, and must
 * reach code that hangs with interrupts off. (Linux masks both; nothing else here is an FIQ.)
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

#define local_irq_enable()	asm volatile("msr daifclr, #2" : : : "memory")
#define local_save_flags(flags)	((flags) = read_sysreg(daif))
#define irqs_disabled_flags(flags) (!!((flags) & (1UL << 7)))
#define raw_local_irq_save(flags)	local_irq_save(flags)
#define raw_local_irq_restore(flags)	local_irq_restore(flags)
#define raw_local_irq_disable()		local_irq_disable()
#define raw_local_irq_enable()		local_irq_enable()
#define raw_irqs_disabled()		irqs_disabled()

#define irqs_disabled()		(!!(read_sysreg(daif) & (1UL << 7)))

#endif
