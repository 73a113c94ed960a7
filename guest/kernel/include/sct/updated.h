/* SPDX-License-Identifier: GPL-2.0-only */
/* Which static calls were updated. */
#ifndef _SCT_UPDATED_H
#define _SCT_UPDATED_H

struct static_call_key;

/*
 * The key of each trampoline that was ever updated, by its offset from __static_call_text_start in
 * instructions; kernel.lds has the room. patch/static_call_core.c writes it: where a kernel tree's
 * own file is used instead nobody does, and nothing is checked.
 */
extern struct static_call_key *static_call_updated[];

#endif
