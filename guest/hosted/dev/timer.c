// SPDX-License-Identifier: GPL-2.0-only
/* The watchdog's timer: one of Linux's, which counts microseconds from now. */
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/hosted.h>
#include <sct/platform.h>
#include <sct/timer.h>

/* What the watchdog calls its interrupt. */
#define TIMER	1

unsigned int timer_intid(void)
{
	return TIMER;
}

bool gic_enable(unsigned int intid __maybe_unused, enum gic_line line __maybe_unused)
{
	return true;
}

void timer_set(u64 deadline)
{
	u64 now = read_sysreg(cntvct_el0), megahertz = read_sysreg(cntfrq_el0) / 1000000;

	/* 0 would be never. */
	host_timer(deadline > now ? (deadline - now) / max(megahertz, 1UL) + 1 : 1);
}

void timer_stop(void)
{
	host_timer(0);
}
