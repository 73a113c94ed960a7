/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whether read-only memory is as it should be after a case: as it was when the guest began, but for
 * the literals of the static calls that were updated, and those hold what they were told to.
 */
#ifndef _SCT_INTACT_H
#define _SCT_INTACT_H

#include <linux/types.h>

/* Keeps a copy of all read-only memory. */
void intact_init(void);

/*
 * Looks at the pages that were mapped writable since the last time; at all of them if `all`. What
 * is wrong there is put right, so that it costs one case, and the first of it is told: false.
 */
struct intact_wrong {
	u64 va, found, expected;
	unsigned int words;
};
bool intact_check(bool all, struct intact_wrong *wrong);

#endif
