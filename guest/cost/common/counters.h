/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is counted, a few events at a time: a pass. Each runtime has its own way to count; none
 * rests on an event that is not known to be there.
 */
#ifndef _COST_COUNTERS_H
#define _COST_COUNTERS_H

#include <linux/types.h>

/* With the cycles, and besides CNTVCT, which is no event. */
#define PASS_EVENTS	4

/* Finds out what there is, and says it in a line; how many passes that takes, at least one. */
unsigned int counters_init(void);
/* Counts the events of this pass from now on. */
void counters_select(unsigned int pass);
/* How many events the selected pass has, and their names. */
unsigned int counters_events(void);
const char *counters_name(unsigned int event);
/* What each of them stands at. */
void counters_read(u64 *values);
/* Whether CNTVCT tells time: not where virtual time is a count of instructions. */
bool counters_time(void);
/* What else is to be known of the place: kernel, affinity, in `name=value` words of one line. */
void counters_describe(void);

#endif
