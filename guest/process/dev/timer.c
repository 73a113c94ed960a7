// SPDX-License-Identifier: GPL-2.0-only
/* The watchdog's timer: SIGALRM (setitimer(2)). */
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/linux.h>
#include <sct/platform.h>
#include <sct/timer.h>

/* What the watchdog calls its interrupt. */
#define ALARM	1

unsigned int timer_intid(void)
{
	return ALARM;
}

bool gic_enable(unsigned int intid __maybe_unused, enum gic_line line __maybe_unused)
{
	return true;
}

/* It gets through to code that masks interrupts. */
const char *gic_delivery(void)
{
	return "fiq";
}

static void set(u64 microseconds)
{
	const struct linux_itimerval value = {
		.value_s = (s64)(microseconds / 1000000),
		.value_us = (s64)(microseconds % 1000000),
	};

	linux_call(SYS_SETITIMER, 0, &value, NULL);
}

void timer_set(u64 deadline)
{
	u64 now = read_sysreg(cntvct_el0), megahertz = read_sysreg(cntfrq_el0) / 1000000;

	/* 0 would be never. */
	set(deadline > now ? (deadline - now) / max(megahertz, 1UL) + 1 : 1);
}

void timer_stop(void)
{
	set(0);
}
