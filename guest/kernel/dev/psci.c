// SPDX-License-Identifier: GPL-2.0-only
/* PSCI (DEN 0022F): power-off by the conduit that the device tree names. */
#include <linux/string.h>
#include <sct/fdt.h>
#include <sct/platform.h>

#define PSCI_SYSTEM_OFF	0x84000008UL

static enum { CONDUIT_NONE, CONDUIT_HVC, CONDUIT_SMC } conduit;

bool psci_init(void)
{
	struct fdt_node node;
	const char *method = NULL;
	u32 len;

	/* No table of names: this runs with the MMU off, too. */
	if (fdt_find_compatible("arm,psci-1.0", &node) || fdt_find_compatible("arm,psci-0.2", &node))
		method = fdt_prop(&node, "method", &len);
	if (!method)
		return false;
	conduit = !strcmp(method, "smc") ? CONDUIT_SMC : CONDUIT_HVC;
	return true;
}

void psci_system_off(void)
{
	register u64 x0 asm("x0") = PSCI_SYSTEM_OFF;

	/* SMCCC 1.0 (DEN 0028): the callee may change x0-x17. */
	if (conduit == CONDUIT_HVC)
		asm volatile("hvc #0" : "+r"(x0) : : "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12",
			     "x13", "x14", "x15", "x16", "x17", "memory");
	else if (conduit == CONDUIT_SMC)
		asm volatile("smc #0" : "+r"(x0) : : "x1", "x2", "x3", "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12",
			     "x13", "x14", "x15", "x16", "x17", "memory");
}

void power_off(void)
{
	psci_system_off();
	for (;;)
		asm volatile("wfi");
}
