/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of the patch suite, and their targets. */
#ifndef _CASES_PATCH_KEYS_H
#define _CASES_PATCH_KEYS_H

#include <linux/static_call_types.h>

u64 one(u64 x);

/* A canary on each side of the literal of `patched`. */
#define CANARY 0xca9a87ca9a87ca9aUL
extern const u64 patch_canary_below, patch_canary_above;

DECLARE_STATIC_CALL(patched, one);
DECLARE_STATIC_CALL(seen, one);
DECLARE_STATIC_CALL(slot, one);
DECLARE_STATIC_CALL(masked, one);
DECLARE_STATIC_CALL(failing, one);
DECLARE_STATIC_CALL(kept, one);

#endif
