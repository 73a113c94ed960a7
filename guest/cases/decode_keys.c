// SPDX-License-Identifier: GPL-2.0-only
/* The key whose trampoline the decode suite copies. */
#include <linux/static_call.h>
#include "decode_keys.h"

DEFINE_STATIC_CALL(decode_model, model_target);
