// SPDX-License-Identifier: GPL-2.0-only
/* The end of a boot, good or bad. Runs with the MMU off, too. */
#include <linux/printk.h>
#include <linux/string.h>
#include <sct/platform.h>

char sct_boot_failure[128];

void power_off(void)
{
	psci_system_off();
	/* A person, or a board's hooks, switch it off. */
	for (;;)
		asm volatile("wfi");
}

void boot_failure(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	vsnprintf(sct_boot_failure, sizeof(sct_boot_failure), fmt, args);
	va_end(args);
	printk("# sct panic %s\n", sct_boot_failure);
	power_off();
}
