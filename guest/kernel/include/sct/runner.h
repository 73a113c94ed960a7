/* SPDX-License-Identifier: GPL-2.0-only */
/* Runs the cases. */
#ifndef _SCT_RUNNER_H
#define _SCT_RUNNER_H
/* Clears what an aborted case may have left behind: poke slot, locks, masks, hooks. */
void bench_reset(void);
/* Runs the suites in the comma-separated list (all if it is empty) and prints their results; returns how many cases ran. */
unsigned int run_suites(const char *suites);
#endif
