// SPDX-License-Identifier: GPL-2.0-only
/* The timer as a watchdog: a case that does not come back becomes that case's error. */
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/platform.h>
#include <sct/timer.h>

static unsigned int intid;

bool watchdog_init(void)
{
	intid = timer_intid();
	if (!intid)
		return false;
	timer_stop();
	return gic_enable(intid, GIC_FIQ);
}

static u64 deadline;

static u64 in(u64 milliseconds)
{
	return read_sysreg(cntvct_el0) + milliseconds * read_sysreg(cntfrq_el0) / 1000;
}

void watchdog_start(u64 milliseconds)
{
	if (milliseconds) {
		deadline = in(milliseconds);
		timer_set(deadline);
	} else {
		timer_stop();
	}
}

void watchdog_look_in(u64 milliseconds)
{
	timer_set(min(in(milliseconds), deadline));
}

bool watchdog_is_over(void)
{
	return read_sysreg(cntvct_el0) >= deadline;
}

unsigned int watchdog_intid(void)
{
	return intid;
}
