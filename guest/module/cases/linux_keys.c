// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the linux suite. */
#include <linux/static_call.h>
#include "linux_keys.h"

DEFINE_STATIC_CALL(probed_adrp, linux_one);
DEFINE_STATIC_CALL(probed_ldr, linux_one);
DEFINE_STATIC_CALL(probed_others, linux_one);

DEFINE_STATIC_CALL(here, here_one);
