/* SPDX-License-Identifier: GPL-2.0-only */
/* The keys of the cost suite, whose target is of cost_forms.S. */
#ifndef _CASES_COST_KEYS_H
#define _CASES_COST_KEYS_H

#include <linux/static_call_types.h>

void cost_target(void);

DECLARE_STATIC_CALL(cost_tramp, cost_target);
DECLARE_STATIC_CALL(cost_null, cost_target);
DECLARE_STATIC_CALL(cost_update, cost_target);

#endif
