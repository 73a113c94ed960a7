/* SPDX-License-Identifier: GPL-2.0-only */
#include <asm/alternative-macros.h>
#include <asm/cpufeature.h>
