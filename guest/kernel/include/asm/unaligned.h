/* SPDX-License-Identifier: GPL-2.0-only */
/* Its place up to Linux 6.11. */
#include <linux/unaligned.h>
