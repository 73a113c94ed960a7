/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of the smp suite, and their targets. */
#ifndef _CASES_SMP_KEYS_H
#define _CASES_SMP_KEYS_H

#include <linux/static_call_types.h>

u64 smp_one(u64 x), smp_three(u64 x);

DECLARE_STATIC_CALL(smp_mine, smp_one);
DECLARE_STATIC_CALL(smp_theirs, smp_three);
DECLARE_STATIC_CALL(smp_shared, smp_one);
DECLARE_STATIC_CALL(smp_walked, smp_one);
DECLARE_STATIC_CALL(smp_window, smp_one);

#endif
