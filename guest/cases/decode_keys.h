/* SPDX-License-Identifier: GPL-2.0-only */
/* The key whose trampoline the decode suite copies, and its target. */
#ifndef _CASES_DECODE_KEYS_H
#define _CASES_DECODE_KEYS_H

#include <linux/static_call_types.h>

void model_target(void);

DECLARE_STATIC_CALL(decode_model, model_target);

#endif
