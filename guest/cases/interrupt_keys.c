// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the interrupt suite. */
#include <linux/static_call.h>
#include "interrupt_keys.h"

DEFINE_STATIC_CALL(interrupted, adds_one);
DEFINE_STATIC_CALL(in_handler, adds_three);
