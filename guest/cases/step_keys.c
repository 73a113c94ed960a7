// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the step suite. */
#include <linux/static_call.h>
#include "step_keys.h"

DEFINE_STATIC_CALL(step_called, step_one);
DEFINE_STATIC_CALL(step_mine, step_one);
DEFINE_STATIC_CALL(step_theirs, step_three);
DEFINE_STATIC_CALL(step_shared, step_one);
