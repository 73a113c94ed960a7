// SPDX-License-Identifier: GPL-2.0-only
/* The counters are perf's. */
#include <linux/compiler.h>
#include <sct/pmu.h>

bool pmu_init(void)
{
	return false;
}

bool pmu_lists(unsigned int event __maybe_unused)
{
	return false;
}

const char *pmu_why_not(enum pmu_counter counter __maybe_unused)
{
	return "the counters are Linux's, and perf has them";
}

const char *pmu_unlisted(void)
{
	return pmu_why_not(PMU_INSTRUCTIONS);
}
