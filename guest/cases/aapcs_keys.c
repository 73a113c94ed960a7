// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the aapcs suite. */
#include <linux/static_call.h>
#include "aapcs_keys.h"

DEFINE_STATIC_CALL(aapcs_set, probe_target);
DEFINE_STATIC_CALL(aapcs_updated, probe_other);
DEFINE_STATIC_CALL(aapcs_chained, probe_chain);
DEFINE_STATIC_CALL(aapcs_link, probe_link);
DEFINE_STATIC_CALL_NULL(aapcs_null, probe_target);
DEFINE_STATIC_CALL(aapcs_cleared, probe_target);
DEFINE_STATIC_CALL_RET0(aapcs_ret0, probe_target);
DEFINE_STATIC_CALL(aapcs_zeroed, probe_target);
