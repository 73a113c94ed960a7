/* SPDX-License-Identifier: GPL-2.0-only */
/* The key of callers.c, whose target is of callers_target.S. */
#ifndef _CASES_CALLERS_KEYS_H
#define _CASES_CALLERS_KEYS_H

#include <linux/static_call_types.h>

/* What it is given is nobody's business. */
u64 returns_its_address(u64 unused);

DECLARE_STATIC_CALL(callers_key, returns_its_address);

#endif
