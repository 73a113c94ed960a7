/* SPDX-License-Identifier: GPL-2.0-only */
/* Where everything lies in one placement: code, literals, pointers and targets, at random. */
#ifndef _COST_PLACE_H
#define _COST_PLACE_H

#include <linux/types.h>
#include "pool.h"

/* The body, with all its call sites; then trampolines that are emitted. */
#define SITES_BYTES	0x100000
#define TRAMP_STRIDE	32
#define CODE_BYTES	(SITES_BYTES + POOL_SIZE * TRAMP_STRIDE)

struct placement {
	u16 keys[POOL_SIZE];  /* which of the pool's keys are called, and their targets */
	u16 code[POOL_SIZE];  /* at which slots trampolines lie */
	u16 data[POOL_SIZE];  /* at which slots their literals lie, and pointers */
	u16 nulls[NULL_SIZE]; /* which of the NULL keys are called */
	u32 sites_at;	      /* bytes from the start of the code to the body */
	u32 keys_used;
};

extern struct placement placement;
extern char cost_code[CODE_BYTES];

/* A new placement for so many keys. */
void place(u64 *random, u32 keys);

/* The key `i` of the placement: its target, and the subject's trampoline, or the key itself. */
u64 target_of(u32 i);
u64 subject_tramp(u32 i);
u64 subject_null_tramp(u32 i);
u64 *subject_key(u32 i);
u64 *subject_null_key(u32 i);
/* Where an emitted trampoline begins, and the words that literals and pointers are. */
u64 emitted_tramp(u32 i);
u64 *emitted_literal(u32 i);
u64 *emitted_pointer(u32 i);

/* Whether the subject's trampolines, or keys, lie one behind the other; else nothing is known. */
bool pool_is_regular(void);

#endif
