// SPDX-License-Identifier: GPL-2.0-only
/* The key of the memory suite. */
#include <linux/static_call.h>
#include "memory_keys.h"

DEFINE_STATIC_CALL(memory_key, memory_target);
