// SPDX-License-Identifier: GPL-2.0-only
/* The pool's keys and trampolines: what the subject's macros make of them. */
#include <linux/static_call.h>
#include "pool.h"

#define TARGET(n)	void cost_target_##n(void);
POOL_EACH(TARGET)

#define KEY(n)		DEFINE_STATIC_CALL(cost_##n, cost_target_##n);
POOL_EACH(KEY)

#define NULL_KEY(n)	DEFINE_STATIC_CALL_NULL(cost_null_##n, cost_target_0000);
NULL_EACH(NULL_KEY)
