/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs the cases. */
#ifndef _SCT_RUNNER_H
#define _SCT_RUNNER_H
#include <sct/report.h>

/* Clears what an aborted case may have left behind: poke slot, locks, masks, hooks. */
void bench_reset(void);
/*
 * Runs the cases that the boot arguments name, all if they name none, and prints their results;
 * returns how many ran.
 */
unsigned int run_cases(void);
/* Of all cases so far. */
extern enum sct_verdict worst_verdict;
#endif
