/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_RATELIMIT_H
#define _LINUX_RATELIMIT_H
#include <linux/types.h>

/* Milliseconds of the guest's clock, and how often something may be said in them. */
#define DEFAULT_RATELIMIT_INTERVAL	5000
#define DEFAULT_RATELIMIT_BURST		10

struct ratelimit_state {
	u64 interval, begin;
	int burst, said;
};

#define RATELIMIT_STATE_INIT(name, interval_, burst_)	\
	{ .interval = (u64)(interval_), .burst = (burst_) }
#define DEFINE_RATELIMIT_STATE(name, interval_, burst_)	\
	struct ratelimit_state name = RATELIMIT_STATE_INIT(name, interval_, burst_)

/* Whether to go on: false once `burst` was reached within `interval`. */
int __ratelimit(struct ratelimit_state *state);

#endif
