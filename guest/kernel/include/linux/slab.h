/* SPDX-License-Identifier: GPL-2.0-only */
/* There are no allocations: what asks for one is named at the link. */
#include <linux/gfp.h>
#include <linux/overflow.h>
