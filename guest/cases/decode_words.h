/* SPDX-License-Identifier: GPL-2.0-only */
/* ADRP and LDR as the assembler encodes them: what the decode suite makes trampolines of. */
#ifndef _CASES_DECODE_WORDS_H
#define _CASES_DECODE_WORDS_H

#include <linux/types.h>

/* `insn` is ADRP x0 with this offset, in pages of 4 KiB. */
struct adrp_word {
	s64 pages;
	u32 insn;
	u32 pad;
};

/*
 * Offsets within ±2 GiB, one list behind the other: 0 and the powers of two up to the end; their
 * negatives; a sample of all.
 */
extern const struct adrp_word decode_adrp_forward[], decode_adrp_backward[], decode_adrp_sample[],
	decode_adrp_near_end[];
/* The others, which an ADRP reaches too. */
extern const struct adrp_word decode_adrp_far[], decode_adrp_far_end[];

/* LDR x0, [x0, #(8 * n)]. */
#define LDR_OFFSETS 512
extern const u32 decode_ldr[LDR_OFFSETS];

#endif
