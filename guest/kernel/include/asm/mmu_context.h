/* SPDX-License-Identifier: GPL-2.0-only */
#include <asm/mmu.h>
#include <asm/tlbflush.h>
