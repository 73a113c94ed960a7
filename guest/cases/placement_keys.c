// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the placement suite. */
#include <linux/static_call.h>
#include "placement_keys.h"

#define DEFINE_SET(n)		DEFINE_STATIC_CALL(placement_##n, placement_target_##n);
#define DEFINE_RET0(n)		DEFINE_STATIC_CALL_RET0(placement_##n, placement_target_##n);
#define DEFINE_NOTHING(n)	DEFINE_STATIC_CALL_NULL(placement_##n, placement_target_##n);

EACH_KEY(DEFINE_SET, DEFINE_RET0, DEFINE_NOTHING)
