/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of the aapcs suite. Their targets are of aapcs_probe.S. */
#ifndef _CASES_AAPCS_KEYS_H
#define _CASES_AAPCS_KEYS_H

#include <linux/static_call_types.h>
#include "aapcs_probe.h"

DECLARE_STATIC_CALL(aapcs_set, probe_target);
DECLARE_STATIC_CALL(aapcs_updated, probe_other);
DECLARE_STATIC_CALL(aapcs_chained, probe_chain);
DECLARE_STATIC_CALL(aapcs_link, probe_link);
DECLARE_STATIC_CALL(aapcs_null, probe_target);
DECLARE_STATIC_CALL(aapcs_cleared, probe_target);
DECLARE_STATIC_CALL(aapcs_ret0, probe_target);
DECLARE_STATIC_CALL(aapcs_zeroed, probe_target);

#endif
