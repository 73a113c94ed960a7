/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of the kcfi suite. */
#ifndef _CASES_KCFI_KEYS_H
#define _CASES_KCFI_KEYS_H

#include <linux/static_call_types.h>
#include "kcfi_types.h"

DECLARE_STATIC_CALL(kcfi_set, kcfi_u64);
DECLARE_STATIC_CALL(kcfi_zero_u64, kcfi_u64);
DECLARE_STATIC_CALL(kcfi_zero_int, kcfi_int);
DECLARE_STATIC_CALL(kcfi_zero_pointer, kcfi_pointer);
DECLARE_STATIC_CALL(kcfi_zero_bool, kcfi_bool);
DECLARE_STATIC_CALL(kcfi_nothing, kcfi_note);

#endif
