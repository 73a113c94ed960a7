/* SPDX-License-Identifier: GPL-2.0-only */
/* x18 is the shadow call stack's pointer, and is kept for it. */
#ifndef _LINUX_SCS_H
#define _LINUX_SCS_H

#include <linux/types.h>

#endif
