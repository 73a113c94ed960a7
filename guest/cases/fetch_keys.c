// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the fetch suite. */
#include <linux/static_call.h>
#include "fetch_keys.h"

DEFINE_STATIC_CALL(fetch_changes, fetch_one);
DEFINE_STATIC_CALL(fetch_maintained, fetch_one);
DEFINE_STATIC_CALL(fetch_calls, fetch_one);
DEFINE_STATIC_CALL(fetch_near_to_far, fetch_one);
DEFINE_STATIC_CALL(fetch_null_to_far, fetch_one);
