/* SPDX-License-Identifier: GPL-2.0-only */
/* A kernel without KCSAN. */
#ifndef _LINUX_KCSAN_CHECKS_H
#define _LINUX_KCSAN_CHECKS_H

#include <linux/compiler.h>

#define ASSERT_EXCLUSIVE_WRITER(x)	do { } while (0)
#define ASSERT_EXCLUSIVE_ACCESS(x)	do { } while (0)

#endif
