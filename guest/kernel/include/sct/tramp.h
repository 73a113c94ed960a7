/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Where a trampoline's literal is, read from its words by the architecture alone: no helper that is
 * judged here has a part in it.
 */
#ifndef _SCT_TRAMP_H
#define _SCT_TRAMP_H

#include <linux/types.h>

/* Words of a trampoline that are looked at. */
#define TRAMP_WORDS	8

/*
 * The ADRP and the 64-bit LDR (unsigned offset) from its register: which words of the trampoline
 * they are.
 */
struct tramp_load {
	unsigned int adrp, ldr;
};

/* False if the trampoline has no such pair: another design, of which nothing is known. */
bool tramp_find_load(const void *tramp, struct tramp_load *load);
/* The address that the pair loads from. */
u64 tramp_literal(const void *tramp, const struct tramp_load *load);
/*
 * What a trampoline's code loads from, by ADRP, ADRP and ADD, ADR or as a literal beside it; 0 if
 * none of these is to be found.
 */
u64 tramp_literal_of(const void *tramp);
/*
 * Whether it loads a literal that lies beside its code. All designs of that kind have code that is
 * patched, too: the trampoline's own words may change.
 */
bool tramp_has_literal_beside(const void *tramp);
/*
 * Whether an update changes the trampoline's own words: it leads to its target without a load, or
 * loads a literal that lies beside its code.
 */
bool tramp_is_patched(const void *tramp);
/*
 * Whether it is now a direct branch to `target`, as patched code is while that is near: one that
 * asks for no landing pad (Arm ARM D8.4.3).
 */
bool tramp_goes_straight_to(const void *tramp, const void *target);
/*
 * Whether other CPUs fetch what one has patched. QEMU's translate it ahead, and were seen to go to
 * the old target for ever; the likely reason, which no control shows: a translation is thrown away
 * right before the patch is stored, and another CPU that comes in between makes it anew, of the
 * instruction from before. Literals it loads like any data.
 */
bool tramp_is_fetched(const void *tramp);

#endif
