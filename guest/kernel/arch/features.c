// SPDX-License-Identifier: GPL-2.0-only
/* What this CPU can: the ID registers, Arm ARM (DDI 0487) D24.2. */
#include <asm/sysreg.h>
#include <sct/features.h>

bool cpu_has_bti(void)
{
	return read_sysreg(S3_0_C0_C4_1) & 0xf; /* ID_AA64PFR1_EL1.BT */
}

bool cpu_has_pac(void)
{
	return (read_sysreg(id_aa64isar1_el1) & ID_AA64ISAR1_EL1_APA_API) ||
	       (read_sysreg(S3_0_C0_C6_2) & ID_AA64ISAR2_EL1_APA3);
}
