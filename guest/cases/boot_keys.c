// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the boot suite. */
#include <linux/static_call.h>
#include "boot_keys.h"

DEFINE_STATIC_CALL(boot_key, boot_target);
