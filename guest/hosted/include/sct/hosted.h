/* SPDX-License-Identifier: GPL-2.0-only */
/* What Linux gives each of the runtimes that it hosts, in a way of its own. */
#ifndef _SCT_HOSTED_H
#define _SCT_HOSTED_H

#include <linux/types.h>

/* The watchdog's interrupt comes in so many microseconds, once; 0: not any more. */
void host_timer(u64 microseconds);

#endif
