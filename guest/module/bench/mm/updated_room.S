/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Room for what patch/updated.c notes, of 64 KiB of trampolines; of what lies beyond nobody takes
 * note.
 */
#include <linux/linkage.h>

#define WORDS	(0x10000 / 4)
#define GROUP	64

	.section .bss, "aw", %nobits
	.balign	64
SYM_DATA(static_call_updated)
	.skip	WORDS * 8
SYM_DATA(static_call_updated_end)
SYM_DATA(static_call_groups)
	.skip	WORDS / GROUP
SYM_DATA(static_call_groups_end)
	.skip	8
