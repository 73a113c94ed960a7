/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _SCT_RUNNER_H
#define _SCT_RUNNER_H
/* Runs the suites in the comma-separated list (all if it is empty) and prints their results; returns how many cases ran. */
unsigned int run_suites(const char *suites);
#endif
