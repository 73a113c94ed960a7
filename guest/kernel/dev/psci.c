// SPDX-License-Identifier: GPL-2.0-only
/* PSCI (DEN 0022F): power-off and CPUs, by the conduit that the device tree names. */
#include <linux/string.h>
#include <sct/fdt.h>
#include <sct/platform.h>

#define PSCI_SYSTEM_OFF	0x84000008UL
#define PSCI_CPU_OFF	0x84000002UL
#define PSCI_CPU_ON	0xc4000003UL

static enum { CONDUIT_NONE, CONDUIT_HVC, CONDUIT_SMC } conduit;

bool psci_init(void)
{
	struct fdt_node node;
	const char *method = NULL;
	u32 len;

	/* No table of names: this runs with the MMU off, too. */
	if (fdt_find_compatible("arm,psci-1.0", &node) ||
	    fdt_find_compatible("arm,psci-0.2", &node))
		method = fdt_prop(&node, "method", &len);
	if (!method)
		return false;
	conduit = !strcmp(method, "smc") ? CONDUIT_SMC : CONDUIT_HVC;
	return true;
}

static s64 psci_call(u64 function, u64 arg1, u64 arg2, u64 arg3)
{
	register u64 x0 asm("x0") = function;
	register u64 x1 asm("x1") = arg1;
	register u64 x2 asm("x2") = arg2;
	register u64 x3 asm("x3") = arg3;

	/* SMCCC 1.0 (DEN 0028): the callee may change x0-x17. */
	if (conduit == CONDUIT_HVC)
		asm volatile("hvc #0"
			     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
			     :
			     : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13",
			       "x14", "x15", "x16", "x17", "memory");
	else if (conduit == CONDUIT_SMC)
		asm volatile("smc #0"
			     : "+r"(x0), "+r"(x1), "+r"(x2), "+r"(x3)
			     :
			     : "x4", "x5", "x6", "x7", "x8", "x9", "x10", "x11", "x12", "x13",
			       "x14", "x15", "x16", "x17", "memory");
	else
		return PSCI_NOT_SUPPORTED;
	return (s64)x0;
}

void psci_system_off(void)
{
	psci_call(PSCI_SYSTEM_OFF, 0, 0, 0);
}

s64 psci_cpu_on(u64 mpidr, phys_addr_t entry, u64 context)
{
	/* A negative answer may come in 32 bits. */
	return (s32)psci_call(PSCI_CPU_ON, mpidr, entry, context);
}

void psci_cpu_off(void)
{
	psci_call(PSCI_CPU_OFF, 0, 0, 0);
}
