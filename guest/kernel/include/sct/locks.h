/* SPDX-License-Identifier: GPL-2.0-only */
/* Every lock that DEFINE_RAW_SPINLOCK made, the static ones of a kernel tree's files too. */
#ifndef _SCT_LOCKS_H
#define _SCT_LOCKS_H

#include <linux/spinlock.h>

/* The name of one that is held, NULL if none is. */
const char *held_lock(void);
/*
 * The same of those that were taken with interrupts off: whoever is interrupted can hold none of
 * them.
 */
bool any_masked_lock_held(void);
/*
 * What somebody did to a lock that nobody may, on whatever CPU: the last of it; NULL if nobody did.
 * Who asks clears it.
 */
extern const char *lock_misuse;
/* Takes them away from whoever holds them: a case that was aborted. */
void release_raw_spinlocks(void);

#endif
