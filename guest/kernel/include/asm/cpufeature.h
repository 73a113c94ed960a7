/* SPDX-License-Identifier: GPL-2.0-only */
/* What this CPU can, from its own ID registers; all CPUs of a machine are alike. */
#ifndef _ASM_CPUFEATURE_H
#define _ASM_CPUFEATURE_H

#include <asm/cpucaps.h>
#include <asm/sysreg.h>
#include <linux/types.h>

static inline bool cpus_have_cap(unsigned int cap)
{
	switch (cap) {
	case ARM64_ALWAYS_BOOT:
	case ARM64_ALWAYS_SYSTEM:
		return true;
	case ARM64_BTI:
		return read_sysreg(S3_0_C0_C4_1) & 0xf; /* ID_AA64PFR1_EL1.BT */
	case ARM64_HAS_ADDRESS_AUTH:
		return (read_sysreg(id_aa64isar1_el1) & ID_AA64ISAR1_EL1_APA_API) ||
		       (read_sysreg(S3_0_C0_C6_2) & ID_AA64ISAR2_EL1_APA3);
	case ARM64_HAS_VIRT_HOST_EXTN:
		return running_at_el2();
	case ARM64_HAS_CACHE_IDC:
		return read_sysreg(ctr_el0) & (1UL << 28);
	case ARM64_HAS_CACHE_DIC:
		return read_sysreg(ctr_el0) & (1UL << 29);
	case ARM64_HAS_LSE_ATOMICS:
		return (read_sysreg(id_aa64isar0_el1) >> 20) & 0xf;
	default:
		return false;
	}
}
#define cpus_have_final_cap(cap)	cpus_have_cap(cap)
#define cpus_have_final_boot_cap(cap)	cpus_have_cap(cap)
#define cpus_have_const_cap(cap)	cpus_have_cap(cap)
#define this_cpu_has_cap(cap)		cpus_have_cap(cap)
#define alternative_has_cap_likely(cap)	cpus_have_cap(cap)
#define alternative_has_cap_unlikely(cap) cpus_have_cap(cap)
#define system_capabilities_finalized()	true
#define system_supports_bti()		cpus_have_cap(ARM64_BTI)
#define system_supports_bti_kernel()	cpus_have_cap(ARM64_BTI)
#define system_supports_address_auth()	cpus_have_cap(ARM64_HAS_ADDRESS_AUTH)
#define is_kernel_in_hyp_mode()		running_at_el2()

#endif
