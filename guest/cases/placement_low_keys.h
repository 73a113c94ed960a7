/* SPDX-License-Identifier: GPL-2.0-only */
/* Keys whose literals kernel.lds puts below all code: it knows placement_low_keys.c by its name. */
#ifndef _CASES_PLACEMENT_LOW_KEYS_H
#define _CASES_PLACEMENT_LOW_KEYS_H

#include <linux/static_call_types.h>

u64 placement_target_000(void);

DECLARE_STATIC_CALL(placement_low, placement_target_000);
DECLARE_STATIC_CALL(placement_low_null, placement_target_000);
DECLARE_STATIC_CALL(placement_low_ret0, placement_target_000);

/* Where this file's .rodata lies. */
extern const u64 placement_low_word;

#endif
