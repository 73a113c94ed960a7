// SPDX-License-Identifier: GPL-2.0-only
/* Instructions as numbers: fields, offsets, branches (Arm ARM, DDI 0487, C4 and C6). */
#include <asm/insn.h>
#include <linux/bug.h>

#define INSN_B		0x14000000
#define INSN_BL		0x94000000
#define INSN_BR		0xd61f0000
#define INSN_BLR	0xd63f0000
#define INSN_RET	0xd65f0000
#define INSN_ADR	0x10000000
#define INSN_ADRP	0x90000000
#define INSN_NOP	0xd503201f

/* ADR and ADRP: the low two bits of the immediate lie at 30:29, the others at 23:5. */
#define ADR_LO_SHIFT	29
#define ADR_LO_BITS	2
#define ADR_HI_SHIFT	5
#define ADR_HI_BITS	19

static const struct {
	u8 shift, bits;
} fields[AARCH64_INSN_IMM_MAX] = {
	[AARCH64_INSN_IMM_26] = { 0, 26 },  [AARCH64_INSN_IMM_19] = { 5, 19 },
	[AARCH64_INSN_IMM_16] = { 5, 16 },  [AARCH64_INSN_IMM_14] = { 5, 14 },
	[AARCH64_INSN_IMM_12] = { 10, 12 }, [AARCH64_INSN_IMM_9] = { 12, 9 },
	[AARCH64_INSN_IMM_7] = { 15, 7 },   [AARCH64_INSN_IMM_6] = { 10, 6 },
	[AARCH64_INSN_IMM_S] = { 10, 6 },   [AARCH64_INSN_IMM_R] = { 16, 6 },
	[AARCH64_INSN_IMM_N] = { 22, 1 },
};

static u32 mask(unsigned int bits)
{
	return (u32)BIT(bits) - 1;
}

static s64 sign_extend(u64 value, unsigned int bits)
{
	return (s64)(value << (64 - bits)) >> (64 - bits);
}

u64 aarch64_insn_decode_immediate(enum aarch64_insn_imm_type type, u32 insn)
{
	if (type == AARCH64_INSN_IMM_ADR)
		return ((insn >> ADR_HI_SHIFT) & mask(ADR_HI_BITS)) << ADR_LO_BITS |
		       ((insn >> ADR_LO_SHIFT) & mask(ADR_LO_BITS));
	BUG_ON(type >= AARCH64_INSN_IMM_MAX);
	return (insn >> fields[type].shift) & mask(fields[type].bits);
}

u32 aarch64_insn_encode_immediate(enum aarch64_insn_imm_type type, u32 insn, u64 imm)
{
	u32 field;

	if (type == AARCH64_INSN_IMM_ADR) {
		insn &= ~(mask(ADR_HI_BITS) << ADR_HI_SHIFT | mask(ADR_LO_BITS) << ADR_LO_SHIFT);
		insn |= (u32)(imm & mask(ADR_LO_BITS)) << ADR_LO_SHIFT;
		return insn | ((u32)(imm >> ADR_LO_BITS) & mask(ADR_HI_BITS)) << ADR_HI_SHIFT;
	}
	BUG_ON(type >= AARCH64_INSN_IMM_MAX);
	field = mask(fields[type].bits);
	return (insn & ~(field << fields[type].shift)) | ((u32)imm & field) << fields[type].shift;
}

s32 aarch64_insn_adrp_get_offset(u32 insn)
{
	BUG_ON(!aarch64_insn_is_adrp(insn));
	return (s32)(aarch64_insn_decode_immediate(AARCH64_INSN_IMM_ADR, insn) << 12);
}

u32 aarch64_insn_adrp_set_offset(u32 insn, s32 offset)
{
	BUG_ON(!aarch64_insn_is_adrp(insn));
	return aarch64_insn_encode_immediate(AARCH64_INSN_IMM_ADR, insn, (u64)(offset >> 12));
}

s32 aarch64_get_branch_offset(u32 insn)
{
	if (aarch64_insn_is_b(insn) || aarch64_insn_is_bl(insn))
		return (s32)sign_extend(aarch64_insn_decode_immediate(AARCH64_INSN_IMM_26, insn),
					26) *
		       4;
	BUG_ON(!aarch64_insn_is_cbz(insn) && !aarch64_insn_is_cbnz(insn) &&
	       !aarch64_insn_is_bcond(insn));
	return (s32)sign_extend(aarch64_insn_decode_immediate(AARCH64_INSN_IMM_19, insn), 19) * 4;
}

u32 aarch64_insn_gen_branch_imm(unsigned long pc, unsigned long addr,
				enum aarch64_insn_branch_type type)
{
	s64 offset = (s64)(addr - pc);

	if ((offset & 3) || offset < -SZ_128M || offset >= SZ_128M ||
	    type == AARCH64_INSN_BRANCH_RETURN)
		return AARCH64_BREAK_FAULT;
	return aarch64_insn_encode_immediate(AARCH64_INSN_IMM_26,
					     type == AARCH64_INSN_BRANCH_LINK ? INSN_BL : INSN_B,
					     (u64)(offset >> 2));
}

u32 aarch64_insn_gen_branch_reg(enum aarch64_insn_register reg, enum aarch64_insn_branch_type type)
{
	static const u32 opcodes[] = {
		[AARCH64_INSN_BRANCH_NOLINK] = INSN_BR,
		[AARCH64_INSN_BRANCH_LINK] = INSN_BLR,
		[AARCH64_INSN_BRANCH_RETURN] = INSN_RET,
	};

	if (reg > AARCH64_INSN_REG_ZR || type >= ARRAY_SIZE(opcodes))
		return AARCH64_BREAK_FAULT;
	return opcodes[type] | (u32)reg << 5;
}

u32 aarch64_insn_gen_adr(unsigned long pc, unsigned long addr, enum aarch64_insn_register reg,
			 enum aarch64_insn_adr_type type)
{
	bool page = type == AARCH64_INSN_ADR_TYPE_ADRP;
	s64 offset = page ? ((s64)addr >> 12) - ((s64)pc >> 12) : (s64)(addr - pc);

	if (offset < -(s64)BIT(20) || offset >= (s64)BIT(20))
		return AARCH64_BREAK_FAULT;
	return aarch64_insn_encode_immediate(AARCH64_INSN_IMM_ADR,
					     (page ? INSN_ADRP : INSN_ADR) | (u32)reg, (u64)offset);
}

u32 aarch64_insn_gen_hint(enum aarch64_insn_hint_cr_op op)
{
	return INSN_NOP | (u32)op;
}

u32 aarch64_insn_gen_nop(void)
{
	return INSN_NOP;
}
