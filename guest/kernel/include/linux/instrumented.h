/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/kasan.h>
#include <linux/kcsan-checks.h>
