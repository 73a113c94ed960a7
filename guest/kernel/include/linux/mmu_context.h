/* SPDX-License-Identifier: GPL-2.0-only */
#include <asm/mmu_context.h>
