/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The keys of the fetch suite, and their first target. Each leads near until its case leads it
 * elsewhere.
 */
#ifndef _CASES_FETCH_KEYS_H
#define _CASES_FETCH_KEYS_H

#include <linux/static_call_types.h>

u64 fetch_one(u64 x);

DECLARE_STATIC_CALL(fetch_changes, fetch_one);
DECLARE_STATIC_CALL(fetch_maintained, fetch_one);
DECLARE_STATIC_CALL(fetch_calls, fetch_one);
DECLARE_STATIC_CALL(fetch_near_to_far, fetch_one);
DECLARE_STATIC_CALL(fetch_null_to_far, fetch_one);

#endif
