// SPDX-License-Identifier: GPL-2.0-only
/* Encodings: Arm ARM (DDI 0487), C6.2. */
#include <linux/kernel.h>
#include "cost.h"
#include "emit.h"

u32 *emit_at;

void emit(u32 instruction)
{
	*emit_at++ = instruction;
}

static void emit_branch(u32 opcode, u64 to)
{
	emit(opcode | (u32)(((s64)(to - (u64)emit_at) >> 2) & 0x3ffffff));
}

void emit_bl(u64 to)
{
	emit_branch(0x94000000, to);
}

void emit_b(u64 to)
{
	emit_branch(0x14000000, to);
}

void emit_br(unsigned int reg)
{
	emit(0xd61f0000 | reg << 5);
}

void emit_blr(unsigned int reg)
{
	emit(0xd63f0000 | reg << 5);
}

static void emit_adrp(unsigned int reg, u64 to)
{
	u32 pages = (u32)((s64)((to >> 12) - ((u64)emit_at >> 12)));

	emit(0x90000000 | (pages & 3) << 29 | (pages >> 2 & 0x7ffff) << 5 | reg);
}

void emit_address(unsigned int reg, u64 to)
{
	emit_adrp(reg, to);
	emit(0x91000000 | (u32)(to & 0xfff) << 10 | reg << 5 | reg);
}

void emit_load(unsigned int reg, u64 from)
{
	emit_adrp(reg, from);
	emit(0xf9400000 | (u32)((from & 0xfff) >> 3) << 10 | reg << 5 | reg);
}

void emit_landing_pad(void)
{
	emit(0xd503245f);
}

void emit_cbz(unsigned int reg, int words)
{
	emit(0xb4000000 | ((u32)words & 0x7ffff) << 5 | reg);
}

void emit_b_ne(const u32 *to)
{
	emit(0x54000001 | ((u32)(to - emit_at) & 0x7ffff) << 5);
}

#define CHECK_WORDS	6	/* ldur, movk, movk, cmp, b.eq, brk */
#define SITE_WORDS	24	/* of cost_clang_site(), at most */
#define LDUR_X8		0xb85fc110U /* ldur w16, [x8, #-4] */
#define BLR_X8		0xd63f0100U

bool emit_kcfi_call(void)
{
	const u32 *site = (const u32 *)cost_clang_site;

	for (unsigned int i = 0; i + CHECK_WORDS < SITE_WORDS; i++) {
		if (site[i] != LDUR_X8 || site[i + CHECK_WORDS] != BLR_X8)
			continue;
		for (unsigned int n = 0; n <= CHECK_WORDS; n++)
			emit(site[i + n]);
		return true;
	}
	return false;
}
