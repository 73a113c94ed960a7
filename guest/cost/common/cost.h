/* SPDX-License-Identifier: GPL-2.0-only */
/* The experiment: what its parts know of one another. */
#ifndef _COST_COST_H
#define _COST_COST_H

/* Additions in one round of cost_adds(). */
#define COST_ADDS	64

#ifndef __ASSEMBLY__
#include <linux/types.h>
#include "pool.h"

/* What a body keeps in x20 and x22 to x25, in this order. */
struct body_registers {
	u64 toggle; /* x20: what changes one target into the other; or which bits are looked at */
	u64 word;   /* x22: the word that is changed, or whose line is evicted */
	u64 now;    /* x23: what the word holds; or the state of a random walk */
	u64 first;  /* x24: the first of two targets; or how many calls there are between changes */
	u64 second; /* x25: the second; or how many calls are left until the next change */
};

void cost_run(const void *body, u64 loops, const struct body_registers *registers);
/* Goes through the rest of a body once, from one of its sites on. */
void cost_run_from(const void *site);
void cost_adds(u64 rounds);

/* targets.S */
extern char cost_target_page[], cost_target_pages_end[];
void cost_chain_target(void);
void cost_target_0000(void);
void cost_typed(void);

/* clang_kcfi.c */
#define COST_PROBES	4
extern void (*cost_probes[COST_PROBES + 1])(void);
extern void (*const cost_typed_address)(void);
void cost_clang_site(void (**pointer)(void));
void cost_iterate(void);
#endif

#endif
