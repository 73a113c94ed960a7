/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of the step suite, and their targets. */
#ifndef _CASES_STEP_KEYS_H
#define _CASES_STEP_KEYS_H

#include <linux/static_call_types.h>

u64 step_one(u64 x), step_three(u64 x);

DECLARE_STATIC_CALL(step_called, step_one);
DECLARE_STATIC_CALL(step_mine, step_one);
DECLARE_STATIC_CALL(step_theirs, step_three);
DECLARE_STATIC_CALL(step_shared, step_one);

#endif
