/* SPDX-License-Identifier: GPL-2.0-only */
/* For kernels up to Linux 6.12, which call it by its older name; looked for behind all others. */
#include <asm/patching.h>
