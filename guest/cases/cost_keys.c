// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the cost suite. */
#include <linux/static_call.h>
#include "cost_keys.h"

DEFINE_STATIC_CALL(cost_tramp, cost_target);
DEFINE_STATIC_CALL_NULL(cost_null, cost_target);
DEFINE_STATIC_CALL(cost_update, cost_target);
