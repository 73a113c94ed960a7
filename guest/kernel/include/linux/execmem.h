/* SPDX-License-Identifier: GPL-2.0-only */
/* There are no allocations, of code neither. */
#include <linux/moduleloader.h>
