/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the kernel's headers bring in by the way, in most configurations and not in all. No header of the guest does so; a subject's C file that does not
 * compile without is compiled with this before it, and the report says so.
 */
#ifndef _SCT_NEIGHBOURS_H
#define _SCT_NEIGHBOURS_H

/* linux/jump_label.h includes asm/jump_label.h, and that one this, with CONFIG_JUMP_LABEL alone. Commit 998d4d789d2d mends a static_call.c without it. */
#include <asm/insn.h>

#endif
