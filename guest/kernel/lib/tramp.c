// SPDX-License-Identifier: GPL-2.0-only
/* Where a trampoline's literal is, read from its instructions. */
#include <linux/kernel.h>
#include <sct/tramp.h>

/* Arm ARM (DDI 0487) C6.2, ADRP: op 1, immlo 30:29, 10000, immhi 23:5, Rd 4:0; LDR (immediate): 1111100101, imm12 21:10, Rn 9:5, Rt 4:0. */
static bool is_adrp(u32 insn)
{
	return (insn & 0x9f000000) == 0x90000000;
}

static bool is_ldr_from(u32 insn, u32 reg)
{
	return (insn & 0xffc003e0) == (0xf9400000 | reg << 5);
}

bool tramp_find_load(const void *tramp, struct tramp_load *load)
{
	const u32 *insns = tramp;

	for (load->adrp = 0; load->adrp < TRAMP_WORDS; load->adrp++) {
		if (!is_adrp(insns[load->adrp]))
			continue;
		for (load->ldr = load->adrp + 1; load->ldr < TRAMP_WORDS; load->ldr++) {
			if (is_ldr_from(insns[load->ldr], insns[load->adrp] & 0x1f))
				return true;
		}
	}
	return false;
}

u64 tramp_literal(const void *tramp, const struct tramp_load *load)
{
	const u32 *insns = tramp;
	u64 adrp = insns[load->adrp];
	/* 21 bits, signed: shifted up to the sign bit and back. */
	u64 immediate = ((adrp >> 5) & 0x7ffff) << 2 | ((adrp >> 29) & 3);
	s64 pages = (s64)(immediate << 43) >> 43;
	u64 offset = (insns[load->ldr] >> 10 & 0xfff) * 8;

	return ((u64)&insns[load->adrp] & ~0xfffUL) + (u64)pages * 0x1000 + offset;
}
