/* SPDX-License-Identifier: GPL-2.0-only */
/* The key of the bti suite, whose target is of branch.S. */
#ifndef _CASES_BTI_KEYS_H
#define _CASES_BTI_KEYS_H

#include <linux/static_call_types.h>
#include "branch.h"

DECLARE_STATIC_CALL(bti_tramp, pad_bti_c);

#endif
