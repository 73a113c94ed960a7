// SPDX-License-Identifier: GPL-2.0-only
/* Keys whose literals lie below the code: kernel.lds knows this file by its name. */
#include <linux/static_call.h>
#include "placement_low_keys.h"

DEFINE_STATIC_CALL(placement_low, placement_target_000);
DEFINE_STATIC_CALL_NULL(placement_low_null, placement_target_000);
DEFINE_STATIC_CALL_RET0(placement_low_ret0, placement_target_000);

const u64 placement_low_word = 0x10;
