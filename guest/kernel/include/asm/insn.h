/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_INSN_H
#define _ASM_INSN_H

#include <asm/brk-imm.h>
#include <asm/insn-def.h>
#include <linux/types.h>

/*
 * Instruction helpers with the kernel's names and meanings: those that a static-call design may
 * want. Encodings: Arm ARM (DDI 0487) C4, C6.
 */

enum aarch64_insn_imm_type {
	AARCH64_INSN_IMM_ADR, /* ADR, ADRP: immhi:immlo, 21 bits */
	AARCH64_INSN_IMM_26,  /* B, BL */
	AARCH64_INSN_IMM_19,  /* B.cond, CBZ, LDR (literal) */
	AARCH64_INSN_IMM_16,  /* MOVZ, BRK */
	AARCH64_INSN_IMM_14,  /* TBZ */
	AARCH64_INSN_IMM_12,  /* LDR (unsigned offset, scaled), ADD (immediate) */
	AARCH64_INSN_IMM_9,   /* LDUR */
	AARCH64_INSN_IMM_7,   /* LDP */
	AARCH64_INSN_IMM_6,
	AARCH64_INSN_IMM_S,
	AARCH64_INSN_IMM_R,
	AARCH64_INSN_IMM_N,
	AARCH64_INSN_IMM_MAX
};

enum aarch64_insn_register {
	AARCH64_INSN_REG_0 = 0,
	AARCH64_INSN_REG_1,
	AARCH64_INSN_REG_2,
	AARCH64_INSN_REG_3,
	AARCH64_INSN_REG_4,
	AARCH64_INSN_REG_5,
	AARCH64_INSN_REG_6,
	AARCH64_INSN_REG_7,
	AARCH64_INSN_REG_8,
	AARCH64_INSN_REG_9,
	AARCH64_INSN_REG_10,
	AARCH64_INSN_REG_11,
	AARCH64_INSN_REG_12,
	AARCH64_INSN_REG_13,
	AARCH64_INSN_REG_14,
	AARCH64_INSN_REG_15,
	AARCH64_INSN_REG_16,
	AARCH64_INSN_REG_17,
	AARCH64_INSN_REG_18,
	AARCH64_INSN_REG_19,
	AARCH64_INSN_REG_20,
	AARCH64_INSN_REG_21,
	AARCH64_INSN_REG_22,
	AARCH64_INSN_REG_23,
	AARCH64_INSN_REG_24,
	AARCH64_INSN_REG_25,
	AARCH64_INSN_REG_26,
	AARCH64_INSN_REG_27,
	AARCH64_INSN_REG_28,
	AARCH64_INSN_REG_29,
	AARCH64_INSN_REG_30,
	AARCH64_INSN_REG_FP = 29,
	AARCH64_INSN_REG_LR = 30,
	AARCH64_INSN_REG_ZR = 31,
	AARCH64_INSN_REG_SP = 31,
};

enum aarch64_insn_branch_type {
	AARCH64_INSN_BRANCH_NOLINK,
	AARCH64_INSN_BRANCH_LINK,
	AARCH64_INSN_BRANCH_RETURN,
};

enum aarch64_insn_hint_cr_op {
	AARCH64_INSN_HINT_NOP = 0x0 << 5,
	AARCH64_INSN_HINT_BTI = 0x20 << 5,
	AARCH64_INSN_HINT_BTIC = 0x22 << 5,
	AARCH64_INSN_HINT_BTIJ = 0x24 << 5,
	AARCH64_INSN_HINT_BTIJC = 0x26 << 5,
	AARCH64_INSN_HINT_YIELD = 0x1 << 5,
	AARCH64_INSN_HINT_WFE = 0x2 << 5,
	AARCH64_INSN_HINT_WFI = 0x3 << 5,
	AARCH64_INSN_HINT_SEV = 0x4 << 5,
	AARCH64_INSN_HINT_SEVL = 0x5 << 5,
	AARCH64_INSN_HINT_XPACLRI = 0x7 << 5,
	AARCH64_INSN_HINT_PACIASP = 0x19 << 5,
	AARCH64_INSN_HINT_PACIBSP = 0x1b << 5,
	AARCH64_INSN_HINT_AUTIASP = 0x1d << 5,
	AARCH64_INSN_HINT_AUTIBSP = 0x1f << 5,
};

enum aarch64_insn_adr_type {
	AARCH64_INSN_ADR_TYPE_ADRP,
	AARCH64_INSN_ADR_TYPE_ADR,
};

#define __AARCH64_INSN_IS(name, mask, value) \
	static inline bool aarch64_insn_is_##name(u32 insn) { return (insn & (mask)) == (value); } \
	static inline u32 aarch64_insn_get_##name##_value(void) { return (value); }

/* clang-format off */
__AARCH64_INSN_IS(adr,	0x9f000000, 0x10000000)
__AARCH64_INSN_IS(adrp,	0x9f000000, 0x90000000)
__AARCH64_INSN_IS(b,	0xfc000000, 0x14000000)
__AARCH64_INSN_IS(bl,	0xfc000000, 0x94000000)
__AARCH64_INSN_IS(cbz,	0x7f000000, 0x34000000)
__AARCH64_INSN_IS(cbnz,	0x7f000000, 0x35000000)
__AARCH64_INSN_IS(bcond, 0xff000010, 0x54000000)
__AARCH64_INSN_IS(br,	0xfffffc1f, 0xd61f0000)
__AARCH64_INSN_IS(blr,	0xfffffc1f, 0xd63f0000)
__AARCH64_INSN_IS(ret,	0xfffffc1f, 0xd65f0000)
__AARCH64_INSN_IS(brk,	0xffe0001f, 0xd4200000)
__AARCH64_INSN_IS(hint,	0xfffff01f, 0xd503201f)
__AARCH64_INSN_IS(ldr_imm, 0xffc00000, 0xf9400000)	/* 64-bit LDR, unsigned offset */
__AARCH64_INSN_IS(ldr_lit, 0xbf000000, 0x18000000)
/* clang-format on */

static inline bool aarch64_insn_is_adr_adrp(u32 insn)
{
	return aarch64_insn_is_adr(insn) || aarch64_insn_is_adrp(insn);
}

static inline bool aarch64_insn_is_nop(u32 insn)
{
	return insn == 0xd503201f;
}

/* The raw field, not sign-extended and not scaled; a type that has no field is a BUG. */
u64 aarch64_insn_decode_immediate(enum aarch64_insn_imm_type type, u32 insn);
/* `insn` with the field replaced by the low bits of `imm`. */
u32 aarch64_insn_encode_immediate(enum aarch64_insn_imm_type type, u32 insn, u64 imm);

/*
 * The signed page offset of an ADRP in bytes; anything else is a BUG. As in the kernel the result
 * is 32 bits wide, while an ADRP reaches ±4 GiB: beyond ±2 GiB it is wrong.
 */
s32 aarch64_insn_adrp_get_offset(u32 insn);
u32 aarch64_insn_adrp_set_offset(u32 insn, s32 offset);

/* Byte offset of a B, BL, B.cond, CBZ or CBNZ; anything else is a BUG. */
s32 aarch64_get_branch_offset(u32 insn);

/*
 * B or BL at `pc` to `addr`; AARCH64_BREAK_FAULT if that is out of ±128 MiB or not 4-byte aligned.
 */
u32 aarch64_insn_gen_branch_imm(unsigned long pc, unsigned long addr,
				enum aarch64_insn_branch_type type);
u32 aarch64_insn_gen_branch_reg(enum aarch64_insn_register reg, enum aarch64_insn_branch_type type);
/* ADR or ADRP at `pc` that yields `addr` (its page); AARCH64_BREAK_FAULT if out of reach. */
u32 aarch64_insn_gen_adr(unsigned long pc, unsigned long addr, enum aarch64_insn_register reg,
			 enum aarch64_insn_adr_type type);
u32 aarch64_insn_gen_hint(enum aarch64_insn_hint_cr_op op);
u32 aarch64_insn_gen_nop(void);

#include <asm/insn-more.h>

#endif
