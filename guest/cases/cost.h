/* SPDX-License-Identifier: GPL-2.0-only */
/* The forms of a call that suite cost measures. */
#ifndef _CASES_COST_H
#define _CASES_COST_H

/* Calls in one unrolled body. */
#define COST_CALLS 16

#ifndef __ASSEMBLY__
#include <linux/types.h>

/* Runs its body `loops` times and returns by how much the counter advanced. */
typedef u64 cost_fn(u64 loops);

/* One form of call, measured with each counter: INST_RETIRED, PMCCNTR, BR_MIS_PRED, CNTVCT. */
#define DECLARE_FORM(name) \
	cost_fn name##_instructions, name##_cycles, name##_misses, name##_time
DECLARE_FORM(empty);
DECLARE_FORM(direct);
DECLARE_FORM(indirect);
DECLARE_FORM(generic);
DECLARE_FORM(kcfi);
DECLARE_FORM(kcfi_loaded);
DECLARE_FORM(tramp);
DECLARE_FORM(tramp_null);

void cost_target(void);
#endif

#endif
