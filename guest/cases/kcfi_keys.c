// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the kcfi suite. */
#include <linux/static_call.h>
#include "kcfi_keys.h"

DEFINE_STATIC_CALL(kcfi_set, kcfi_u64);
DEFINE_STATIC_CALL_RET0(kcfi_zero_u64, kcfi_u64);
DEFINE_STATIC_CALL_RET0(kcfi_zero_int, kcfi_int);
DEFINE_STATIC_CALL_RET0(kcfi_zero_pointer, kcfi_pointer);
DEFINE_STATIC_CALL_RET0(kcfi_zero_bool, kcfi_bool);
DEFINE_STATIC_CALL_NULL(kcfi_nothing, kcfi_note);
