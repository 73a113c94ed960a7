/* SPDX-License-Identifier: GPL-2.0-only */
/* A trampoline's literal, whatever its design. */
#ifndef _CASES_TRAMP_H
#define _CASES_TRAMP_H

#include <sct/tramp.h>

/*
 * The literal of a trampoline that now leads to `target`: what its code loads from, by ADRP, ADRP
 * and ADD or ADR; else the only word of .rodata with that value. NULL if neither is to be found:
 * nothing can be said of this design's literal.
 */
const u64 *tramp_find_literal(const void *tramp, u64 target);
#define NO_LITERAL	"nobody can tell where this trampoline keeps its target"

/*
 * Whether other CPUs fetch what one has patched. QEMU's translate it ahead: a translation is thrown
 * away right before the patch is stored, and another CPU that comes in between makes it anew, of
 * the instruction from before, for good. Literals it loads like any data.
 */
bool tramp_is_fetched(const void *tramp);
#define NEEDS_FETCH(name) do {								\
	if (HAS_TRAMPOLINES && !tramp_is_fetched(STATIC_CALL_TRAMP_ADDR(name)))		\
		SKIP("not judged here: code is patched while others execute it, and QEMU may keep what it has translated"); \
} while (0)

#endif
