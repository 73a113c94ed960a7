/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of the far suite, and their target. */
#ifndef _CASES_FAR_KEYS_H
#define _CASES_FAR_KEYS_H

#include <linux/static_call_types.h>

u64 near_target(u64 x);

DECLARE_STATIC_CALL(far_key, near_target);
DECLARE_STATIC_CALL(far_below, near_target);
DECLARE_STATIC_CALL(far_null, near_target);
DECLARE_STATIC_CALL(far_ret0, near_target);

#endif
