// SPDX-License-Identifier: GPL-2.0-only
/* PMUv3, Arm ARM (DDI 0487) D13. */
#include <asm/barrier.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/pmu.h>

#define PMCR_E		BIT(0)
#define PMCR_P		BIT(1)
#define PMCR_C		BIT(2)
#define PMCR_LC		BIT(6)
#define COUNT_AT_EL2	BIT(27)		/* PMEVTYPER.NSH: a guest that stays at EL2 counts too */
#define CYCLE_COUNTER	BIT(31)
#define EVENT_COUNTER0	BIT(0)

static bool present;

bool pmu_init(void)
{
	u64 version = (read_sysreg(id_aa64dfr0_el1) >> 8) & 0xf;

	present = version != 0 && version != 0xf;
	if (!present)
		return false;
	write_sysreg(PMU_INST_RETIRED | COUNT_AT_EL2, pmevtyper0_el0);
	write_sysreg(COUNT_AT_EL2, pmccfiltr_el0);
	write_sysreg(CYCLE_COUNTER | EVENT_COUNTER0, pmcntenset_el0);
	write_sysreg(PMCR_E | PMCR_P | PMCR_C | PMCR_LC, pmcr_el0);
	isb();
	return true;
}

bool pmu_lists(unsigned int event)
{
	return present && (read_sysreg(pmceid0_el0) & BIT(event));
}
