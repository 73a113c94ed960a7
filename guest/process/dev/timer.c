// SPDX-License-Identifier: GPL-2.0-only
/* The watchdog's timer: SIGALRM (setitimer(2)). */
#include <linux/types.h>
#include <sct/hosted.h>
#include <sct/linux.h>
#include <sct/platform.h>

/* It gets through to code that masks interrupts. */
const char *gic_delivery(void)
{
	return "fiq";
}

void host_timer(u64 microseconds)
{
	const struct linux_itimerval value = {
		.value_s = (s64)(microseconds / 1000000),
		.value_us = (s64)(microseconds % 1000000),
	};

	linux_call(SYS_SETITIMER, 0, &value, NULL);
}
