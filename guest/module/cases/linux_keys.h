/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of the linux suite: each is left as it comes out of its case. */
#ifndef _CASES_LINUX_KEYS_H
#define _CASES_LINUX_KEYS_H

#include <linux/static_call_types.h>

u64 linux_one(u64 x);

DECLARE_STATIC_CALL(probed_adrp, linux_one);
DECLARE_STATIC_CALL(probed_ldr, linux_one);
DECLARE_STATIC_CALL(probed_others, linux_one);

#endif
