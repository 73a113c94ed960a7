// SPDX-License-Identifier: GPL-2.0-only
/* The virtual timer as a watchdog: a case that does not come back becomes that case's error. */
#include <asm/barrier.h>
#include <asm/byteorder.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/fdt.h>
#include <sct/fault.h>
#include <sct/platform.h>

#define VIRTUAL_TIMER	2	/* arm,arch_timer binding: secure, non-secure, virtual, hypervisor */
#define PPI_BASE	16

#define CNTV_CTL_ENABLE	BIT(0)

static unsigned int timer_intid;

bool watchdog_init(void)
{
	struct fdt_node node;
	const __be32 *interrupts;
	u32 len;

	if (!fdt_find_compatible("arm,armv8-timer", &node))
		return false;
	interrupts = fdt_prop(&node, "interrupts", &len);
	if (!interrupts || len < (VIRTUAL_TIMER + 1) * 3 * 4)
		return false;
	timer_intid = PPI_BASE + be32_to_cpu(interrupts[VIRTUAL_TIMER * 3 + 1]);
	write_sysreg(0, cntv_ctl_el0);
	return gic_init(timer_intid);
}

void watchdog_start(u64 milliseconds)
{
	if (milliseconds) {
		write_sysreg(read_sysreg(cntvct_el0) + milliseconds * read_sysreg(cntfrq_el0) / 1000, cntv_cval_el0);
		write_sysreg(CNTV_CTL_ENABLE, cntv_ctl_el0);
	} else {
		write_sysreg(0, cntv_ctl_el0);
	}
	isb();
}

bool watchdog_fired(void)
{
	u32 ack = gic_ack();
	bool ours = GIC_INTID(ack) == timer_intid;

	/* In between: the timer's line must be down when the interrupt ends, or a later case takes it once more. */
	if (ours)
		watchdog_start(0);
	gic_end(ack);
	return ours;
}
