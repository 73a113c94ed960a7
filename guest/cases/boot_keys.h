/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of the boot suite, and their targets. */
#ifndef _CASES_BOOT_KEYS_H
#define _CASES_BOOT_KEYS_H

#include <linux/static_call_types.h>

u64 boot_target(u64 x);

DECLARE_STATIC_CALL(boot_key, boot_target);

#endif
