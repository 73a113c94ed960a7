/* SPDX-License-Identifier: GPL-2.0-only */
/* What this CPU can. */
#ifndef _SCT_FEATURES_H
#define _SCT_FEATURES_H

#include <linux/types.h>

bool cpu_has_bti(void);
bool cpu_has_pac(void);

#endif
