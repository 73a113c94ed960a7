// SPDX-License-Identifier: GPL-2.0-only
/*
 * PMUv3, Arm ARM (DDI 0487) D13: the cycle counter, event counter 0 for retired instructions, and 1
 * for branches that were predicted wrong.
 */
#include <asm/barrier.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/pmu.h>

/* ID_AA64DFR0_EL1.PMUVer: 0 none, 15 one that is not PMUv3 (Arm ARM D24.2). */
#define DFR0_PMUVER_SHIFT	8
#define DFR0_PMUVER_MASK	0xf
#define PMUVER_NONE		0
#define PMUVER_OTHER		0xf

/* PMCR_EL0, Arm ARM D24.5. */
#define PMCR_E		BIT(0)		/* counters count */
#define PMCR_P		BIT(1)		/* event counters to 0 */
#define PMCR_C		BIT(2)		/* PMCCNTR to 0 */
#define PMCR_LC		BIT(6)		/* PMCCNTR has 64 bits */
#define PMCR_N(pmcr)	((pmcr) >> 11 & 0x1f) /* how many event counters there are */
/* PMEVTYPER<n>_EL0 and PMCCFILTR_EL0. */
#define COUNT_AT_EL2	BIT(27)		/* NSH: a guest that stays at EL2 counts too */
/* PMCNTENSET_EL0: a bit a counter. */
#define CYCLE_COUNTER	BIT(31)
#define EVENT_COUNTER0	BIT(0)
#define EVENT_COUNTER1	BIT(1)

static bool present, counts_misses;

bool pmu_init(void)
{
	u64 version = (read_sysreg(id_aa64dfr0_el1) >> DFR0_PMUVER_SHIFT) & DFR0_PMUVER_MASK;

	present = version != PMUVER_NONE && version != PMUVER_OTHER;
	if (!present)
		return false;
	write_sysreg(PMU_INST_RETIRED | COUNT_AT_EL2, pmevtyper0_el0);
	write_sysreg(COUNT_AT_EL2, pmccfiltr_el0);
	write_sysreg(CYCLE_COUNTER | EVENT_COUNTER0, pmcntenset_el0);
	counts_misses = PMCR_N(read_sysreg(pmcr_el0)) > 1 && pmu_lists(PMU_BR_MIS_PRED);
	if (counts_misses) {
		write_sysreg(PMU_BR_MIS_PRED | COUNT_AT_EL2, pmevtyper1_el0);
		write_sysreg(EVENT_COUNTER1, pmcntenset_el0);
	}
	write_sysreg(PMCR_E | PMCR_P | PMCR_C | PMCR_LC, pmcr_el0);
	isb();
	return true;
}

bool pmu_lists(unsigned int event)
{
	return present && (read_sysreg(pmceid0_el0) & BIT(event));
}

const char *pmu_why_not(enum pmu_counter counter)
{
	if (!present)
		return "no PMUv3";
	if (counter == PMU_INSTRUCTIONS && !pmu_lists(PMU_INST_RETIRED))
		return pmu_unlisted();
	if (counter == PMU_MISSES && !counts_misses)
		return "PMCEID0 does not list BR_MIS_PRED (0x10)";
	return NULL;
}

const char *pmu_unlisted(void)
{
	return "PMCEID0 does not list INST_RETIRED (0x08)";
}
