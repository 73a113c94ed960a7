/* SPDX-License-Identifier: GPL-2.0-only */
/* The branches and landing pads of branch.S: what the bti and control suites are made of. */
#ifndef _CASES_BRANCH_H
#define _CASES_BRANCH_H

/* The number that every pad returns. */
#define PAD_MAGIC 0xb71

#ifndef __ASSEMBLY__
#include <linux/types.h>

typedef u64 pad_fn(void);
/* Branches to `target` in its own way and returns what the target returns. */
typedef u64 branch_fn(pad_fn *target);

#define DECLARE_PAD(pad) pad_fn pad_##pad; branch_fn bl_to_##pad, b_to_##pad
DECLARE_PAD(plain);
DECLARE_PAD(nop);
DECLARE_PAD(bti);
DECLARE_PAD(bti_c);
DECLARE_PAD(bti_j);
DECLARE_PAD(bti_jc);
DECLARE_PAD(paciasp);
DECLARE_PAD(pacibsp);

/* A pad without a landing pad, in a page without GP. */
pad_fn pad_unguarded;

branch_fn blr_x9, br_x16, br_x17, br_x9, ret_x9;

/*
 * The three ways into the trampoline of the key `bti_tramp`: a direct call, a call through its
 * address, and a module loader's PLT veneer.
 */
branch_fn tramp_by_bl, tramp_by_blr, tramp_by_veneer;
#endif

#endif
