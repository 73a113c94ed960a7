// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the aapcs_types suite. */
#include <linux/static_call.h>
#include "aapcs_types_keys.h"

DEFINE_STATIC_CALL(aapcs_twelve, twelve);
DEFINE_STATIC_CALL(aapcs_mixed, mixed);
DEFINE_STATIC_CALL(aapcs_variadic, variadic);
DEFINE_STATIC_CALL(aapcs_structs, takes_structs);
DEFINE_STATIC_CALL(aapcs_small, returns_small);
DEFINE_STATIC_CALL(aapcs_large, returns_large);
DEFINE_STATIC_CALL(aapcs_wide, wide);
DEFINE_STATIC_CALL(aapcs_innermost, innermost);
DEFINE_STATIC_CALL(aapcs_middle, middle);
DEFINE_STATIC_CALL(aapcs_outer, outer);
DEFINE_STATIC_CALL(aapcs_recursive, recurses);
DEFINE_STATIC_CALL(aapcs_even, aapcs_chain_even);
DEFINE_STATIC_CALL(aapcs_odd, aapcs_chain_odd);
DEFINE_STATIC_CALL_NULL(aapcs_nothing, twelve);
DEFINE_STATIC_CALL_RET0(aapcs_zero, twelve);
DEFINE_STATIC_CALL(aapcs_calls_nothing, calls_nothing);
