// SPDX-License-Identifier: GPL-2.0-only
/* The watchdog's timer: an hrtimer, in a hard interrupt. */
#include <sct/hosted.h>
#include <sct/module.h>
#include <sct/platform.h>

/* It does not get through to code that masks interrupts. */
const char *gic_delivery(void)
{
	return "irq";
}

void host_timer(u64 microseconds)
{
	glue_timer(microseconds);
}
