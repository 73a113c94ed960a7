// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a subject calls that is the kernel's own and exported to no module: by the same name, and
 * there the kernel's. The types are those of the kernel's headers, so that kCFI has nothing to say.
 */
#include <asm/insn.h>
#include <asm/text-patching.h>
#include <linux/bug.h>
#include "glue.h"

#define FORWARD(returns, name, parameters, arguments)				\
	static returns(*name##_there) parameters;				\
	returns name parameters							\
	{									\
		BUG_ON(!name##_there);						\
		return name##_there arguments;					\
	}

#define HELPERS(H)									\
	H(u64, aarch64_insn_decode_immediate,						\
	  (enum aarch64_insn_imm_type type, u32 insn), (type, insn))			\
	H(u32, aarch64_insn_encode_immediate,						\
	  (enum aarch64_insn_imm_type type, u32 insn, u64 imm), (type, insn, imm))	\
	H(s32, aarch64_insn_adrp_get_offset, (u32 insn), (insn))			\
	H(u32, aarch64_insn_adrp_set_offset, (u32 insn, s32 offset), (insn, offset))	\
	H(s32, aarch64_get_branch_offset, (u32 insn), (insn))				\
	H(u32, aarch64_insn_gen_branch_imm,						\
	  (unsigned long pc, unsigned long addr, enum aarch64_insn_branch_type type),	\
	  (pc, addr, type))								\
	H(u32, aarch64_insn_gen_branch_reg,						\
	  (enum aarch64_insn_register reg, enum aarch64_insn_branch_type type), (reg, type)) \
	H(u32, aarch64_insn_gen_adr,							\
	  (unsigned long pc, unsigned long addr, enum aarch64_insn_register reg,	\
	   enum aarch64_insn_adr_type type), (pc, addr, reg, type))			\
	H(u32, aarch64_set_branch_offset, (u32 insn, s32 offset), (insn, offset))	\
	H(u32, aarch64_insn_gen_comp_branch_imm,					\
	  (unsigned long pc, unsigned long addr, enum aarch64_insn_register reg,	\
	   enum aarch64_insn_variant variant, enum aarch64_insn_branch_type type),	\
	  (pc, addr, reg, variant, type))						\
	H(u32, aarch64_insn_gen_cond_branch_imm,					\
	  (unsigned long pc, unsigned long addr, enum aarch64_insn_condition cond),	\
	  (pc, addr, cond))								\
	H(u32, aarch64_insn_gen_load_literal,						\
	  (unsigned long pc, unsigned long addr, enum aarch64_insn_register reg, bool is64bit), \
	  (pc, addr, reg, is64bit))							\
	H(u32, aarch64_insn_gen_load_store_imm,						\
	  (enum aarch64_insn_register reg, enum aarch64_insn_register base, unsigned int imm, \
	   enum aarch64_insn_size_type size, enum aarch64_insn_ldst_type type),		\
	  (reg, base, imm, size, type))							\
	H(u32, aarch64_insn_gen_add_sub_imm,						\
	  (enum aarch64_insn_register dst, enum aarch64_insn_register src, int imm,	\
	   enum aarch64_insn_variant variant, enum aarch64_insn_adsb_type type),	\
	  (dst, src, imm, variant, type))						\
	H(u32, aarch64_insn_gen_movewide,						\
	  (enum aarch64_insn_register dst, int imm, int shift,				\
	   enum aarch64_insn_variant variant, enum aarch64_insn_movewide_type type),	\
	  (dst, imm, shift, variant, type))						\
	H(u32, aarch64_insn_gen_move_reg,						\
	  (enum aarch64_insn_register dst, enum aarch64_insn_register src,		\
	   enum aarch64_insn_variant variant), (dst, src, variant))			\
	H(int, aarch64_insn_read, (void *addr, u32 *insnp), (addr, insnp))		\
	H(int, aarch64_insn_write, (void *addr, u32 insn), (addr, insn))		\
	H(int, aarch64_insn_write_literal_u64, (void *addr, u64 val), (addr, val))	\
	H(int, aarch64_insn_patch_text_nosync, (void *addr, u32 insn), (addr, insn))	\
	H(int, aarch64_insn_patch_text, (void *addrs[], u32 insns[], int cnt),		\
	  (addrs, insns, cnt))								\
	H(void *, aarch64_insn_copy, (void *dst, void *src, size_t len), (dst, src, len))	\
	H(void *, aarch64_insn_set, (void *dst, u32 insn, size_t len), (dst, insn, len))

HELPERS(FORWARD)

#define RESOLVE(returns, name, parameters, arguments) \
	name##_there = (returns(*) parameters)lookup(#name);

void helpers_init(lookup_fn *lookup)
{
	HELPERS(RESOLVE)
}

#if !defined(SCT_IN_TREE) && defined(CONFIG_HAVE_STATIC_CALL)
/* A kernel whose static calls are generic has none; such keys have one of their unit. */
long __static_call_return0(void);
long __static_call_return0(void)
{
	return 0;
}
#endif
