/* SPDX-License-Identifier: GPL-2.0-only */
/* The performance counters. */
#ifndef _SCT_PMU_H
#define _SCT_PMU_H

#include <linux/types.h>

/* Common event numbers, Arm ARM (DDI 0487) D13.11. */
#define PMU_INST_RETIRED 0x08
#define PMU_BR_MIS_PRED	 0x10

/* What is counted, and read by cases: PMCCNTR, and event counters 0 and 1. */
enum pmu_counter { PMU_CYCLES, PMU_INSTRUCTIONS, PMU_MISSES };
#define PMU_COUNTERS 3

/* Whether there are counters. Starts what can be counted. */
bool pmu_init(void);
/*
 * Whether PMCEID0_EL0 lists a common event (0 to 31); an event that is not listed may read as
 * anything.
 */
bool pmu_lists(unsigned int event);

/* Why this is not counted; NULL if it is. */
const char *pmu_why_not(enum pmu_counter counter);
/* Why no number of instructions is exact where pmu_lists() does not list INST_RETIRED. */
const char *pmu_unlisted(void);

#endif
