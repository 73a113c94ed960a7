/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing here may depend on chance. */
#ifndef _LINUX_RANDOM_H
#define _LINUX_RANDOM_H

#include <linux/types.h>

#endif
