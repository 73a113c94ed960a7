// SPDX-License-Identifier: GPL-2.0-only
/* Generic timer, Arm ARM (DDI 0487) D12. */
#include <asm/barrier.h>
#include <asm/byteorder.h>
#include <asm/sysreg.h>
#include <sct/fdt.h>
#include <sct/timer.h>

#define PPI_BASE	16

#define CTL_ENABLE	1

unsigned int timer_interrupt(enum timer timer)
{
	struct fdt_node node;
	const __be32 *interrupts;
	u32 len;

	if (!fdt_find_compatible("arm,armv8-timer", &node))
		return 0;
	interrupts = fdt_prop(&node, "interrupts", &len);
	if (!interrupts || len < (timer + 1) * 3 * 4)
		return 0;
	return PPI_BASE + be32_to_cpu(interrupts[timer * 3 + 1]);
}

unsigned int timer_intid(void)
{
	return timer_interrupt(running_at_el2() ? TIMER_HYPERVISOR : TIMER_VIRTUAL);
}

void timer_set(u64 deadline)
{
	if (running_at_el2()) {
		write_sysreg(deadline, cntp_cval_el0);
		write_sysreg(CTL_ENABLE, cntp_ctl_el0);
	} else {
		write_sysreg(deadline, cntv_cval_el0);
		write_sysreg(CTL_ENABLE, cntv_ctl_el0);
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
