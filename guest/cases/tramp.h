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

#endif
