/* SPDX-License-Identifier: GPL-2.0-only */
/* Masks what a process has instead of interrupts: sct/el0.h. */
#ifndef _PROCESS_LINUX_IRQFLAGS_H
#define _PROCESS_LINUX_IRQFLAGS_H
#include_next <linux/irqflags.h>

#undef local_irq_disable
#undef local_irq_enable
#undef local_irq_restore
#define local_irq_disable()		write_sysreg(read_sysreg(daif) | (1UL << 7), daif)
#define local_irq_enable()		write_sysreg(read_sysreg(daif) & ~(1UL << 7), daif)
#define local_irq_restore(flags)	write_sysreg(flags, daif)
#endif
