// SPDX-License-Identifier: GPL-2.0-only
/*
 * The counters are perf's, and read here. perf takes an event that the CPU has not, and may put one
 * elsewhere than where the cases read: which event each counter counts is what its own register
 * says (Arm ARM DDI 0487, D24.5: PMXEVTYPER_EL0 of the counter that PMSELR_EL0 selects).
 */
#include <asm/barrier.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/pmu.h>
#include <sct/started.h>

#define PMU_CPU_CYCLES	0x11

/* ID_AA64DFR0_EL1.PMUVer: 0 none, 15 one that is not PMUv3. */
#define DFR0_PMUVER(dfr0)	((dfr0) >> 8 & 0xf)
/* PMCR_EL0.N: how many event counters there are. PMCNTENSET_EL0: a bit a counter. */
#define PMCR_N(pmcr)		((pmcr) >> 11 & 0x1f)
#define CYCLE_COUNTER		31
#define EVENT(type)		((type) & 0xffff)

/* Where the cases read each, and what is counted there, in the order in which perf is asked. */
static const struct {
	enum pmu_counter counter;
	unsigned int event, at;
} wanted[] = {
	{ PMU_INSTRUCTIONS, PMU_INST_RETIRED, 0 },
	{ PMU_MISSES, PMU_BR_MIS_PRED, 1 },
	{ PMU_CYCLES, PMU_CPU_CYCLES, CYCLE_COUNTER },
};

static const char *why_not[PMU_COUNTERS];
static bool asked, present;

static bool has_pmu(void)
{
	u64 version = DFR0_PMUVER(read_sysreg(id_aa64dfr0_el1));

	return version && version != 0xf;
}

static bool listed(unsigned int event)
{
	return read_sysreg(pmceid0_el0) & BIT(event);
}

/* Whether the counter counts the event now. The cycle counter counts nothing else. */
static bool counts(unsigned int at, unsigned int event)
{
	if (!(read_sysreg(pmcntenset_el0) & BIT(at)))
		return false;
	if (at == CYCLE_COUNTER)
		return true;
	if (at >= PMCR_N(read_sysreg(pmcr_el0)))
		return false;
	write_sysreg(at, pmselr_el0);
	isb();
	return EVENT(read_sysreg(pmxevtyper_el0)) == event;
}

/* What is asked of perf, and what came of it. */
static const char *ask(unsigned int which)
{
	unsigned int event = wanted[which].event;

	if (event == PMU_INST_RETIRED && !listed(event))
		return pmu_unlisted();
	if (event == PMU_BR_MIS_PRED && !listed(event))
		return "PMCEID0 does not list BR_MIS_PRED (0x10)";
	if (glue_count(which, event))
		return "perf has no counter to give (perf_event_create_kernel_counter)";
	if (!counts(wanted[which].at, event))
		return "perf has it in another counter than the one that is read, or in none";
	return NULL;
}

bool pmu_init(void)
{
	if (!asked) {
		asked = true;
		present = has_pmu();
		for (unsigned int i = 0; present && i < ARRAY_SIZE(wanted); i++)
			why_not[wanted[i].counter] = ask(i);
	}
	return present;
}

bool pmu_lists(unsigned int event)
{
	return present && event == PMU_INST_RETIRED && !why_not[PMU_INSTRUCTIONS];
}

const char *pmu_why_not(enum pmu_counter counter)
{
	return present ? why_not[counter] : "no PMUv3";
}

const char *pmu_unlisted(void)
{
	const char *why = present ? why_not[PMU_INSTRUCTIONS] : NULL;

	return why ? why : "PMCEID0 does not list INST_RETIRED (0x08)";
}
