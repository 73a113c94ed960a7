/* SPDX-License-Identifier: GPL-2.0-only */
/* The performance counters. */
#ifndef _SCT_PMU_H
#define _SCT_PMU_H

#include <linux/types.h>

/* Common event numbers, Arm ARM (DDI 0487) D13.11. */
#define PMU_INST_RETIRED 0x08

/*
 * Whether there is a PMUv3. Starts PMCCNTR, and event counter 0 on INST_RETIRED if the CPU lists
 * it.
 */
bool pmu_init(void);
/*
 * Whether PMCEID0_EL0 lists a common event (0 to 31); an event that is not listed may read as
 * anything.
 */
bool pmu_lists(unsigned int event);

/* Why pmu_init() found none, and why pmu_lists() does not list INST_RETIRED. */
const char *pmu_lack(void);
const char *pmu_unlisted(void);

#endif
