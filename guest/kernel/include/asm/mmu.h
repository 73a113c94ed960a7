/* SPDX-License-Identifier: GPL-2.0-only */
#include <asm/memory.h>
#include <asm/pgtable.h>
