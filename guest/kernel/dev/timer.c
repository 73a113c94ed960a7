// SPDX-License-Identifier: GPL-2.0-only
/* The generic timer, Arm ARM (DDI 0487) D12: which interrupt is whose, and the watchdog's timer. */
#include <asm/barrier.h>
#include <asm/sysreg.h>
#include <sct/fdt.h>
#include <sct/platform.h>
#include <sct/timer.h>

unsigned int timer_interrupt(enum timer timer)
{
	struct fdt_node node;

	/* The other name is what the tree of an SoC says that boots 32-bit kernels as well. */
	if (!fdt_find_compatible("arm,armv8-timer", &node) &&
	    !fdt_find_compatible("arm,armv7-timer", &node))
		return 0;
	return gic_intid(&node, timer);
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
