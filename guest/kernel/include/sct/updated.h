/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Which trampolines were updated since the last time that somebody looked. patch/updated.c notes it
 * between whoever calls the subject's routine and the routine itself, so it does not matter whose
 * the generic half is: the linker's --wrap puts it there.
 */
#ifndef _SCT_UPDATED_H
#define _SCT_UPDATED_H

#include <linux/types.h>

/*
 * Of each instruction behind __static_call_text_start, what a trampoline that begins there was last
 * told to lead to: 0 if it was not updated. kernel.lds has the room.
 */
extern u64 static_call_updated[], static_call_updated_end[];
/* NULL, as it is noted there: the address of nothing. */
#define UPDATED_TO_NULL	1UL

/*
 * Of each UPDATED_GROUP of these words, whether any was written: 8 groups to a word, so that what
 * was not updated costs next to nothing to look through.
 */
#define UPDATED_GROUP	64
extern u8 static_call_groups[], static_call_groups_end[];

/* Calls `visit` for each of them until it returns false; returns false then. */
bool for_each_updated(bool (*visit)(const void *tramp, u64 func, void *arg), void *arg);
/* Whether there is any. */
bool any_updated(void);
void forget_updated(void);

#endif
