// SPDX-License-Identifier: GPL-2.0-only
/* The generic timer, Arm ARM (DDI 0487) D12: which interrupt is whose, and the watchdog's timer. */
#include <asm/barrier.h>
#include <asm/byteorder.h>
#include <asm/sysreg.h>
#include <sct/fdt.h>
#include <sct/timer.h>

/*
 * A private peripheral interrupt n of the device tree (first cell 1) has the INTID 16 + n (arm,gic
 * binding; IHI 0048B 2.2.1).
 */
#define PPI_BASE		16
/* Of an entry of `interrupts` (arm,gic binding): type, number, flags. */
#define INTERRUPT_CELLS		3
#define INTERRUPT_NUMBER	1

unsigned int timer_interrupt(enum timer timer)
{
	struct fdt_node node;
	const __be32 *interrupts;
	u32 len;

	if (!fdt_find_compatible("arm,armv8-timer", &node))
		return 0;
	interrupts = fdt_prop(&node, "interrupts", &len);
	if (!interrupts || len < (timer + 1) * INTERRUPT_CELLS * sizeof(*interrupts))
		return 0;
	return PPI_BASE + be32_to_cpu(interrupts[timer * INTERRUPT_CELLS + INTERRUPT_NUMBER]);
}

unsigned int timer_intid(void)
{
	return timer_interrupt(running_at_el2() ? TIMER_HYPERVISOR : TIMER_VIRTUAL);
}

void timer_set(u64 deadline)
{
	if (running_at_el2()) {
		write_sysreg(deadline, cntp_cval_el0);
		write_sysreg(TIMER_CTL_ENABLE, cntp_ctl_el0);
	} else {
		write_sysreg(deadline, cntv_cval_el0);
		write_sysreg(TIMER_CTL_ENABLE, cntv_ctl_el0);
	}
	isb();
}

void timer_stop(void)
{
	if (running_at_el2())
		write_sysreg(0, cntp_ctl_el0);
	else
		write_sysreg(0, cntv_ctl_el0);
	isb();
}
