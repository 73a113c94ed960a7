/* SPDX-License-Identifier: GPL-2.0-only */
/* A kernel without KCOV. */
#ifndef _LINUX_KCOV_H
#define _LINUX_KCOV_H

#include <linux/types.h>

#endif
