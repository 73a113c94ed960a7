/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _SCT_HANG_H
#define _SCT_HANG_H

#include <linux/types.h>

/*
 * When a case has hung. The first hang of a boot must have lasted long, since a busy host makes any
 * case slow; from then on a case gets less time, and one that is stuck where another hung before it
 * gets the least.
 */

/* Reads the boot arguments: docs/guest.md names them. */
void hang_init(void);
/* Starts the watchdog for a case, which has so many ms of CNTVCT: this is returned, 0 for ever. */
u64 hang_watch(const char *suite, const char *name);
/* How many ms the running case may take; 0 for ever. */
u64 hang_limit(void);
/* How many ms of it are over. */
u64 hang_taken(void);
/* The watchdog came, and interrupted `pc`: whether the case has hung. If not, it comes again. */
bool hang_is_certain(u64 pc);
/* Notes that the running case hung at `pc`. */
void hang_note(u64 pc);
/* A new suite begins. */
void hang_new_suite(void);
/*
 * Whether so much hung in this suite that the rest of it is not tried: how many cases, and where
 * the last of them did.
 */
bool hang_gives_up(unsigned int *count, u64 *pc);

#endif
