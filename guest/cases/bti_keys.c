// SPDX-License-Identifier: GPL-2.0-only
/* The key of the bti suite. */
#include <linux/static_call.h>
#include "bti_keys.h"

DEFINE_STATIC_CALL(bti_tramp, pad_bti_c);
