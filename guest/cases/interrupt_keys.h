/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of the interrupt suite, and their targets. */
#ifndef _CASES_INTERRUPT_KEYS_H
#define _CASES_INTERRUPT_KEYS_H

#include <linux/static_call_types.h>

u64 adds_one(u64 x), adds_two(u64 x), adds_three(u64 x);

/* The key whose call or update is interrupted, and one for the handler alone. */
DECLARE_STATIC_CALL(interrupted, adds_one);
DECLARE_STATIC_CALL(in_handler, adds_three);

#endif
