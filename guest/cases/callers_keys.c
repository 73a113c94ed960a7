// SPDX-License-Identifier: GPL-2.0-only
/* The key of callers.c. */
#include <linux/static_call.h>
#include "callers_keys.h"

DEFINE_STATIC_CALL(callers_key, returns_its_address);
