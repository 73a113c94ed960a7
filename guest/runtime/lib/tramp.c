// SPDX-License-Identifier: GPL-2.0-only
/* Where a trampoline's literal is, read from its instructions. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/args.h>
#include <sct/tramp.h>

/*
 * Arm ARM (DDI 0487) C6.2. ADR, ADRP: op 31, immlo 30:29, 10000, immhi 23:5, Rd 4:0; ADD
 * (immediate): 1001000100, imm12 21:10, Rn 9:5, Rd 4:0; LDR (immediate): 1111100101, imm12 21:10,
 * Rn 9:5, Rt 4:0; LDR (literal): 01011000, imm19 23:5, Rt 4:0; B: 000101, imm26 25:0; BR, RET:
 * 1101011000011111, 1101011001011111.
 */
static bool is_adrp(u32 insn)
{
	return (insn & 0x9f000000) == 0x90000000;
}

static bool is_adr(u32 insn)
{
	return (insn & 0x9f000000) == 0x10000000;
}

static bool is_ldr_literal(u32 insn)
{
	return (insn & 0xff000000) == 0x58000000;
}

static bool is_b(u32 insn)
{
	return (insn & 0xfc000000) == 0x14000000;
}

static bool is_add_from(u32 insn, u32 reg)
{
	return (insn & 0xffc003e0) == (0x91000000 | reg << 5);
}

static bool is_ldr_from(u32 insn, u32 reg)
{
	return (insn & 0xffc003e0) == (0xf9400000 | reg << 5);
}

/* No code and read-only data are so close, since each has pages of its own. */
#define BESIDE	256UL

/* What lies behind is another trampoline's. */
static bool is_end(u32 insn)
{
	return is_b(insn) || (insn & 0xffdf0000) == 0xd61f0000 || (insn & 0xffff0000) == 0xd65f0000;
}

static s64 adr_immediate(u32 insn)
{
	/* 21 bits, signed: shifted up to the sign bit and back. */
	u64 immediate = (u64)(insn >> 5 & 0x7ffff) << 2 | (insn >> 29 & 3);

	return (s64)(immediate << 43) >> 43;
}

/* A field of words, signed, in bytes: shifted up to the sign bit and back. */
static s64 word_offset(u32 field, unsigned int bits)
{
	return (s64)((u64)field << (64 - bits)) >> (64 - bits) << 2;
}

static u64 imm12(u32 insn)
{
	return insn >> 10 & 0xfff;
}

bool tramp_find_load(const void *tramp, struct tramp_load *load)
{
	const u32 *insns = tramp;

	for (load->adrp = 0; load->adrp < TRAMP_WORDS && !is_end(insns[load->adrp]); load->adrp++) {
		if (!is_adrp(insns[load->adrp]))
			continue;
		for (load->ldr = load->adrp + 1;
		     load->ldr < TRAMP_WORDS && !is_end(insns[load->ldr]); load->ldr++) {
			u32 reg = insns[load->adrp] & 0x1f;

			if (is_ldr_from(insns[load->ldr], reg))
				return true;
			/* It may have changed the register. */
			if ((insns[load->ldr] & 0x1f) == reg)
				break;
		}
	}
	return false;
}

/*
 * The address that an LDR takes from a register which ADR, or ADRP and ADD, have set. 0 if there is
 * no such LDR.
 */
static u64 address_by_adr(const u32 *insns)
{
	u64 at = 0;
	u32 reg = 0;

	for (unsigned int i = 0; i < TRAMP_WORDS && !is_end(insns[i]); i++) {
		if (at && is_ldr_from(insns[i], reg))
			return at + imm12(insns[i]) * 8;
		if (at && is_add_from(insns[i], reg))
			at += imm12(insns[i]);
		else if (is_adr(insns[i]))
			at = (u64)&insns[i] + (u64)adr_immediate(insns[i]);
		else if (is_adrp(insns[i]))
			at = ((u64)&insns[i] & ~0xfffUL) + (u64)adr_immediate(insns[i]) * 0x1000;
		else
			continue;
		reg = insns[i] & 0x1f;
	}
	return 0;
}

/*
 * The address that an LDR (literal) takes, whatever lies before it: a branch there is one that an
 * update may take away again. A BR or the padding behind a trampoline ends the search.
 */
static u64 address_by_literal_load(const u32 *insns)
{
	for (unsigned int i = 0; i < TRAMP_WORDS; i++) {
		if (is_ldr_literal(insns[i]))
			return (u64)&insns[i] + (u64)word_offset(insns[i] >> 5 & 0x7ffff, 19);
		if (!is_b(insns[i]) && is_end(insns[i]) && i > 1)
			break;
	}
	return 0;
}

bool tramp_has_literal_beside(const void *tramp)
{
	struct tramp_load load;
	u64 by_adr;

	if (tramp_find_load(tramp, &load))
		return false;
	by_adr = address_by_adr(tramp);
	if (by_adr)
		return by_adr - (u64)tramp + BESIDE < 2 * BESIDE;
	return address_by_literal_load(tramp);
}

/* Loads and stores: op0, 28:25, is x1x0 (Arm ARM C4.1). */
static bool is_load_or_store(u32 insn)
{
	return (insn & 0x0a000000) == 0x08000000;
}

static bool leaves_without_a_load(const u32 *insns)
{
	unsigned int i = 0;

	while (i < TRAMP_WORDS && !is_end(insns[i]) && !is_load_or_store(insns[i]))
		i++;
	return i < TRAMP_WORDS && is_end(insns[i]);
}

bool tramp_is_patched(const void *tramp)
{
	return leaves_without_a_load(tramp) || tramp_has_literal_beside(tramp);
}

bool tramp_goes_straight_to(const void *tramp, const void *target)
{
	const u32 *insns = tramp;
	unsigned int i = 0;

	while (i < TRAMP_WORDS && !is_end(insns[i]))
		i++;
	return i < TRAMP_WORDS && is_b(insns[i]) &&
	       (u64)&insns[i] + (u64)word_offset(insns[i] & 0x3ffffff, 26) == (u64)target;
}

u64 tramp_literal(const void *tramp, const struct tramp_load *load)
{
	const u32 *insns = tramp;

	return ((u64)&insns[load->adrp] & ~0xfffUL) +
	       (u64)adr_immediate(insns[load->adrp]) * 0x1000 + imm12(insns[load->ldr]) * 8;
}

u64 tramp_literal_of(const void *tramp)
{
	struct tramp_load load;

	if (tramp_find_load(tramp, &load))
		return tramp_literal(tramp, &load);
	return address_by_adr(tramp) ?: address_by_literal_load(tramp);
}

bool tramp_is_fetched(const void *tramp)
{
	char fetch[16];

	return !tramp_is_patched(tramp) || !boot_arg("sct.fetch", fetch, sizeof(fetch)) ||
	       strcmp(fetch, "translated");
}
