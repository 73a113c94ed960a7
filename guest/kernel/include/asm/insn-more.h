/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The rest of asm/insn.h: what a static-call design is less likely to want. Inline, so that a
 * kernel tree's own helpers, which bring their own asm/insn.h, meet none of it. Encodings: Arm ARM
 * (DDI 0487) C4, C6.
 */
#include <asm/insn.h>
#ifndef _ASM_INSN_MORE_H
#define _ASM_INSN_MORE_H

#include <linux/bug.h>
#include <linux/kernel.h>

/* clang-format off */
__AARCH64_INSN_IS(adds_imm,	0x7f000000, 0x31000000)
__AARCH64_INSN_IS(subs_imm,	0x7f000000, 0x71000000)
__AARCH64_INSN_IS(add_imm,	0x7f000000, 0x11000000)
__AARCH64_INSN_IS(sub_imm,	0x7f000000, 0x51000000)
__AARCH64_INSN_IS(movn,		0x7f800000, 0x12800000)
__AARCH64_INSN_IS(movz,		0x7f800000, 0x52800000)
__AARCH64_INSN_IS(movk,		0x7f800000, 0x72800000)
__AARCH64_INSN_IS(mov_reg,	0x7fe0ffe0, 0x2a0003e0)
__AARCH64_INSN_IS(load_imm,	0x3fc00000, 0x39400000)
__AARCH64_INSN_IS(store_imm,	0x3fc00000, 0x39000000)
__AARCH64_INSN_IS(ldrsw_lit,	0xff000000, 0x98000000)
__AARCH64_INSN_IS(tbz,		0x7f000000, 0x36000000)
__AARCH64_INSN_IS(tbnz,		0x7f000000, 0x37000000)
__AARCH64_INSN_IS(ret_auth,	0xfffffbff, 0xd65f0bff)
__AARCH64_INSN_IS(br_auth,	0xfefff800, 0xd61f0800)
__AARCH64_INSN_IS(blr_auth,	0xfefff800, 0xd63f0800)
__AARCH64_INSN_IS(svc,		0xffe0001f, 0xd4000001)
__AARCH64_INSN_IS(hvc,		0xffe0001f, 0xd4000002)
__AARCH64_INSN_IS(smc,		0xffe0001f, 0xd4000003)
__AARCH64_INSN_IS(eret,		0xffffffff, 0xd69f03e0)
__AARCH64_INSN_IS(mrs,		0xfff00000, 0xd5300000)
__AARCH64_INSN_IS(msr_reg,	0xfff00000, 0xd5100000)
__AARCH64_INSN_IS(msr_imm,	0xfff8f01f, 0xd500401f)
/* clang-format on */

static inline bool aarch64_insn_is_branch_imm(u32 insn)
{
	return aarch64_insn_is_b(insn) || aarch64_insn_is_bl(insn) || aarch64_insn_is_tbz(insn) ||
	       aarch64_insn_is_tbnz(insn) || aarch64_insn_is_cbz(insn) ||
	       aarch64_insn_is_cbnz(insn) || aarch64_insn_is_bcond(insn);
}

static inline bool aarch64_insn_is_branch(u32 insn)
{
	return aarch64_insn_is_branch_imm(insn) || aarch64_insn_is_br(insn) ||
	       aarch64_insn_is_blr(insn) || aarch64_insn_is_ret(insn) ||
	       aarch64_insn_is_br_auth(insn) || aarch64_insn_is_blr_auth(insn) ||
	       aarch64_insn_is_ret_auth(insn);
}

static inline bool aarch64_insn_uses_literal(u32 insn)
{
	return aarch64_insn_is_ldr_lit(insn) || aarch64_insn_is_ldrsw_lit(insn) ||
	       aarch64_insn_is_adr_adrp(insn);
}

static inline bool aarch64_insn_is_bti(u32 insn)
{
	return (insn & ~(0x3U << 6)) == (0xd503201fU | AARCH64_INSN_HINT_BTI);
}

enum aarch64_insn_register_type {
	AARCH64_INSN_REGTYPE_RT,
	AARCH64_INSN_REGTYPE_RN,
	AARCH64_INSN_REGTYPE_RT2,
	AARCH64_INSN_REGTYPE_RM,
	AARCH64_INSN_REGTYPE_RD,
	AARCH64_INSN_REGTYPE_RA,
	AARCH64_INSN_REGTYPE_RS,
};

static inline unsigned int __aarch64_insn_register_shift(enum aarch64_insn_register_type type)
{
	switch (type) {
	case AARCH64_INSN_REGTYPE_RT:
	case AARCH64_INSN_REGTYPE_RD:
		return 0;
	case AARCH64_INSN_REGTYPE_RN:
		return 5;
	case AARCH64_INSN_REGTYPE_RT2:
	case AARCH64_INSN_REGTYPE_RA:
		return 10;
	case AARCH64_INSN_REGTYPE_RM:
	case AARCH64_INSN_REGTYPE_RS:
		return 16;
	}
	BUG();
}

/* The number in a register field. */
static inline u32 aarch64_insn_decode_register(enum aarch64_insn_register_type type, u32 insn)
{
	return (insn >> __aarch64_insn_register_shift(type)) & 0x1f;
}

static inline u32 aarch64_insn_encode_register(enum aarch64_insn_register_type type, u32 insn,
					       enum aarch64_insn_register reg)
{
	unsigned int shift = __aarch64_insn_register_shift(type);

	return (insn & ~(0x1fU << shift)) | ((u32)reg & 0x1f) << shift;
}

enum aarch64_insn_variant { AARCH64_INSN_VARIANT_32BIT, AARCH64_INSN_VARIANT_64BIT };
enum aarch64_insn_branch_comp {
	AARCH64_INSN_BRANCH_COMP_ZERO = 2,
	AARCH64_INSN_BRANCH_COMP_NONZERO
};
enum aarch64_insn_condition {
	AARCH64_INSN_COND_EQ,
	AARCH64_INSN_COND_NE,
	AARCH64_INSN_COND_CS,
	AARCH64_INSN_COND_CC,
	AARCH64_INSN_COND_MI,
	AARCH64_INSN_COND_PL,
	AARCH64_INSN_COND_VS,
	AARCH64_INSN_COND_VC,
	AARCH64_INSN_COND_HI,
	AARCH64_INSN_COND_LS,
	AARCH64_INSN_COND_GE,
	AARCH64_INSN_COND_LT,
	AARCH64_INSN_COND_GT,
	AARCH64_INSN_COND_LE,
	AARCH64_INSN_COND_AL,
};
enum aarch64_insn_adsb_type {
	AARCH64_INSN_ADSB_ADD,
	AARCH64_INSN_ADSB_SUB,
	AARCH64_INSN_ADSB_ADD_SETFLAGS,
	AARCH64_INSN_ADSB_SUB_SETFLAGS
};
enum aarch64_insn_movewide_type {
	AARCH64_INSN_MOVEWIDE_ZERO,
	AARCH64_INSN_MOVEWIDE_KEEP,
	AARCH64_INSN_MOVEWIDE_INVERSE
};
enum aarch64_insn_size_type {
	AARCH64_INSN_SIZE_8,
	AARCH64_INSN_SIZE_16,
	AARCH64_INSN_SIZE_32,
	AARCH64_INSN_SIZE_64
};
enum aarch64_insn_ldst_type {
	AARCH64_INSN_LDST_LOAD_IMM_OFFSET = 2,
	AARCH64_INSN_LDST_STORE_IMM_OFFSET
};

/*
 * `bytes` behind a branch, as the field of a branch that reaches 4 << `bits` bytes; false if it
 * does not.
 */
static inline bool __aarch64_insn_reaches(s64 bytes, unsigned int bits)
{
	s64 limit = (s64)1 << (bits + 1);

	return !(bytes & 3) && bytes >= -limit && bytes < limit;
}

/* CBZ or CBNZ at `pc` to `addr`; AARCH64_BREAK_FAULT if that is out of +-1 MiB. */
static inline u32 aarch64_insn_gen_comp_branch_imm(unsigned long pc, unsigned long addr,
						   enum aarch64_insn_register reg,
						   enum aarch64_insn_variant variant,
						   enum aarch64_insn_branch_comp type)
{
	s64 offset = (s64)(addr - pc);
	u32 insn = type == AARCH64_INSN_BRANCH_COMP_ZERO ? aarch64_insn_get_cbz_value()
							 : aarch64_insn_get_cbnz_value();

	if (!__aarch64_insn_reaches(offset, 19))
		return AARCH64_BREAK_FAULT;
	insn |= variant == AARCH64_INSN_VARIANT_64BIT ? 1U << 31 : 0;
	return aarch64_insn_encode_immediate(AARCH64_INSN_IMM_19, insn | (u32)reg,
					     (u64)(offset >> 2));
}

static inline u32 aarch64_insn_gen_cond_branch_imm(unsigned long pc, unsigned long addr,
						   enum aarch64_insn_condition condition)
{
	s64 offset = (s64)(addr - pc);

	if (!__aarch64_insn_reaches(offset, 19))
		return AARCH64_BREAK_FAULT;
	return aarch64_insn_encode_immediate(AARCH64_INSN_IMM_19,
					     aarch64_insn_get_bcond_value() | (u32)condition,
					     (u64)(offset >> 2));
}

/* ADD, SUB, ADDS or SUBS of 12 bits, or of 12 bits at 23:12. */
static inline u32 aarch64_insn_gen_add_sub_imm(enum aarch64_insn_register dst,
					       enum aarch64_insn_register src, int imm,
					       enum aarch64_insn_variant variant,
					       enum aarch64_insn_adsb_type type)
{
	static const u32 opcodes[] = { 0x11000000, 0x51000000, 0x31000000, 0x71000000 };
	u32 insn = opcodes[type & 3] | (variant == AARCH64_INSN_VARIANT_64BIT ? 1U << 31 : 0);

	if (imm & ~0xfff) {
		if (imm & ~0xfff000)
			return AARCH64_BREAK_FAULT;
		insn |= 1U << 22;
		imm >>= 12;
	}
	return insn | (u32)imm << 10 | (u32)src << 5 | (u32)dst;
}

/* MOVZ, MOVK or MOVN of 16 bits at `shift`. */
static inline u32 aarch64_insn_gen_movewide(enum aarch64_insn_register dst, int imm, int shift,
					    enum aarch64_insn_variant variant,
					    enum aarch64_insn_movewide_type type)
{
	static const u32 opcodes[] = { 0x52800000, 0x72800000, 0x12800000 };

	if (type > AARCH64_INSN_MOVEWIDE_INVERSE || (imm & ~0xffff) || (shift & 15) || shift < 0 ||
	    shift > (variant == AARCH64_INSN_VARIANT_64BIT ? 48 : 16))
		return AARCH64_BREAK_FAULT;
	return opcodes[type] | (variant == AARCH64_INSN_VARIANT_64BIT ? 1U << 31 : 0) |
	       (u32)shift / 16 << 21 | (u32)imm << 5 | (u32)dst;
}

static inline u32 aarch64_insn_gen_move_reg(enum aarch64_insn_register dst,
					    enum aarch64_insn_register src,
					    enum aarch64_insn_variant variant)
{
	return 0x2a0003e0 | (variant == AARCH64_INSN_VARIANT_64BIT ? 1U << 31 : 0) |
	       (u32)src << 16 | (u32)dst;
}

/* LDR or STR of one register; `imm` is in bytes, a multiple of the size. */
static inline u32 aarch64_insn_gen_load_store_imm(enum aarch64_insn_register reg,
						  enum aarch64_insn_register base, unsigned int imm,
						  enum aarch64_insn_size_type size,
						  enum aarch64_insn_ldst_type type)
{
	u32 insn = type == AARCH64_INSN_LDST_LOAD_IMM_OFFSET ? aarch64_insn_get_load_imm_value()
							     : aarch64_insn_get_store_imm_value();

	if ((imm & ((1U << size) - 1)) || (imm >> size) > 0xfff)
		return AARCH64_BREAK_FAULT;
	return insn | (u32)size << 30 | (imm >> size) << 10 | (u32)base << 5 | (u32)reg;
}

/* LDR (literal) at `pc`; AARCH64_BREAK_FAULT if that is out of +-1 MiB. */
static inline u32 aarch64_insn_gen_load_literal(unsigned long pc, unsigned long addr,
						enum aarch64_insn_register reg, bool is64bit)
{
	s64 offset = (s64)(addr - pc);

	if (!__aarch64_insn_reaches(offset, 19))
		return AARCH64_BREAK_FAULT;
	return aarch64_insn_encode_immediate(AARCH64_INSN_IMM_19,
					     0x18000000U | (is64bit ? 1U << 30 : 0) | (u32)reg,
					     (u64)(offset >> 2));
}

/*
 * A branch with another distance, in bytes; anything but B, BL, B.cond, CBZ, CBNZ, TBZ and TBNZ is
 * a BUG.
 */
static inline u32 aarch64_set_branch_offset(u32 insn, s32 offset)
{
	u64 words = (u64)((s64)offset >> 2);

	if (aarch64_insn_is_b(insn) || aarch64_insn_is_bl(insn))
		return aarch64_insn_encode_immediate(AARCH64_INSN_IMM_26, insn, words);
	if (aarch64_insn_is_tbz(insn) || aarch64_insn_is_tbnz(insn))
		return aarch64_insn_encode_immediate(AARCH64_INSN_IMM_14, insn, words);
	BUG_ON(!aarch64_insn_is_branch_imm(insn));
	return aarch64_insn_encode_immediate(AARCH64_INSN_IMM_19, insn, words);
}

/* Whether one may replace the other while it may be executed, Arm ARM B2.2.5. */
static inline bool __aarch64_insn_hotpatch_safe(u32 insn)
{
	return aarch64_insn_is_b(insn) || aarch64_insn_is_bl(insn) || aarch64_insn_is_svc(insn) ||
	       aarch64_insn_is_hvc(insn) || aarch64_insn_is_smc(insn) ||
	       aarch64_insn_is_brk(insn) || aarch64_insn_is_nop(insn);
}

static inline bool aarch64_insn_hotpatch_safe(u32 old_insn, u32 new_insn)
{
	return __aarch64_insn_hotpatch_safe(old_insn) && __aarch64_insn_hotpatch_safe(new_insn);
}

#endif
