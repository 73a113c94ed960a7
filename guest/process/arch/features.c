// SPDX-License-Identifier: GPL-2.0-only
/* What this CPU can, and the kernel lets a process use. */
#include <asm/sysreg.h>
#include <sct/features.h>
#include <sct/linux.h>
#include <sct/process.h>

bool cpu_has_bti(void)
{
	return process_start.hwcap2 & HWCAP2_BTI;
}

bool cpu_has_pac(void)
{
	return process_start.hwcap & HWCAP_PACA;
}

u64 process_midr(void)
{
	return process_start.hwcap & HWCAP_CPUID ? read_sysreg(midr_el1) : 0;
}
