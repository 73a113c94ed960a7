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

/* The peer's own calls and updates of its keys. */
linux_fn peer_calls_there, peer_calls_there_tramp;
void peer_updates_there(linux_fn *to);
void peer_updates_there_tramp(linux_fn *to);

#endif
