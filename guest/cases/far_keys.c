// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the far suite. */
#include <linux/static_call.h>
#include "far_keys.h"

DEFINE_STATIC_CALL(far_key, near_target);
DEFINE_STATIC_CALL(far_below, near_target);
DEFINE_STATIC_CALL_NULL(far_null, near_target);
DEFINE_STATIC_CALL_RET0(far_ret0, near_target);
