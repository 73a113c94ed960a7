/* SPDX-License-Identifier: GPL-2.0-only */
/* The key of the memory suite, and its target. */
#ifndef _CASES_MEMORY_KEYS_H
#define _CASES_MEMORY_KEYS_H

#include <linux/static_call_types.h>

u64 memory_target(u64 x);

DECLARE_STATIC_CALL(memory_key, memory_target);

#endif
