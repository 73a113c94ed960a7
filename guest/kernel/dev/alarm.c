// SPDX-License-Identifier: GPL-2.0-only
/*
 * EL1's physical timer as the alarm: the interrupt that cases play with. The watchdog has another
 * one.
 */
#include <asm/barrier.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/alarm.h>
#include <sct/platform.h>
#include <sct/timer.h>

/*
 * With E2H the plain names mean EL2's own timer, and the _EL02 ones EL1's. By their encodings: an
 * assembler for Armv8.0 does not know the names.
 */
#define CNTP_CTL_EL02	S3_5_C14_C2_1
#define CNTP_CVAL_EL02	S3_5_C14_C2_2

static unsigned int intid;

static u64 ctl(void)
{
	return running_at_el2() ? read_sysreg(CNTP_CTL_EL02) : read_sysreg(cntp_ctl_el0);
}

static void set_ctl(u64 bits)
{
	if (running_at_el2())
		write_sysreg(bits, CNTP_CTL_EL02);
	else
		write_sysreg(bits, cntp_ctl_el0);
	isb();
}

bool alarm_init(void)
{
	intid = timer_interrupt(TIMER_NON_SECURE);
	if (!intid || !gic_enable(intid, GIC_IRQ))
		intid = 0;
	alarm_stop();
	return intid;
}

unsigned int alarm_intid(void)
{
	return intid;
}

void alarm_deliver(enum gic_line line)
{
	if (intid)
		gic_enable(intid, line);
}

bool alarm_is_set(void)
{
	return ctl() & TIMER_CTL_ENABLE;
}

void alarm_set(u64 ticks)
{
	u64 deadline = read_sysreg(cntpct_el0) + ticks;

	if (running_at_el2())
		write_sysreg(deadline, CNTP_CVAL_EL02);
	else
		write_sysreg(deadline, cntp_cval_el0);
	set_ctl(TIMER_CTL_ENABLE);
}

void alarm_stop(void)
{
	set_ctl(0);
}

bool alarm_due(void)
{
	return ctl() & TIMER_CTL_ISTATUS;
}
