/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The keys of the linux suite, and those of the peer, the module that is loaded before (and knows
 * nothing of this one): each is left as it comes out of its case.
 */
#ifndef _CASES_LINUX_KEYS_H
#define _CASES_LINUX_KEYS_H

#include <linux/static_call_types.h>

u64 linux_one(u64 x);

DECLARE_STATIC_CALL(probed_adrp, linux_one);
DECLARE_STATIC_CALL(probed_ldr, linux_one);
DECLARE_STATIC_CALL(probed_others, linux_one);

/* Of the type of int_sqrt(), which is vmlinux's and exported. */
typedef unsigned long linux_fn(unsigned long x);
linux_fn here_one, here_two, peer_one, peer_two;

DECLARE_STATIC_CALL(here, here_one);
/* Exported with its key, and without. */
DECLARE_STATIC_CALL(there, peer_one);
DECLARE_STATIC_CALL(there_tramp, peer_one);

/* Leads to a function of a module that comes and goes. */
DECLARE_STATIC_CALL(lent, peer_one);

/* NULL and RET0, and what vmlinux's sort() asks on behalf of the peer. */
void peer_note(unsigned long x);
linux_fn peer_count;
typedef int linux_order(const void *a, const void *b);
linux_order peer_upwards, peer_downwards;

DECLARE_STATIC_CALL(there_null, peer_note);
DECLARE_STATIC_CALL(there_ret0, peer_count);
DECLARE_STATIC_CALL(there_order, peer_upwards);

/* What of itself the module that comes and goes has last told. */
struct late_report {
	unsigned long first, second, lent; /* what its calls in its init gave */
	int read_only; /* whether its literal was then; -1: it has none in .rodata */
	/* Updates its own key, once it is loaded, and calls it. */
	unsigned long (*update)(_Bool again);
	linux_fn *target; /* that the peer's key leads to */
};
extern struct late_report late_report;

/* The peer's own calls and updates of its keys. */
linux_fn peer_calls_there, peer_calls_there_tramp;
void peer_updates_there(linux_fn *to);
void peer_updates_there_tramp(linux_fn *to);
unsigned long peer_noted(void);
void peer_calls_null(unsigned long x);
linux_fn peer_calls_ret0;
void peer_updates_null(void (*to)(unsigned long x));
/* By sort(), in an order of its key's target. */
void peer_sorts(unsigned long *values, unsigned long count);
/* Passes its tracepoint. */
void peer_passes(unsigned long x);
/*
 * Does what Linux does to a tracepoint's trampoline if it has trampolines; it has updated the key.
 */
void peer_settles_passed(void);

#endif
