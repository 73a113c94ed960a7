// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the smp suite. */
#include <linux/static_call.h>
#include "smp_keys.h"

DEFINE_STATIC_CALL(smp_mine, smp_one);
DEFINE_STATIC_CALL(smp_theirs, smp_three);
DEFINE_STATIC_CALL(smp_shared, smp_one);
DEFINE_STATIC_CALL(smp_walked, smp_one);
DEFINE_STATIC_CALL(smp_window, smp_one);
