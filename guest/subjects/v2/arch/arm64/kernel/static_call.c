// SPDX-License-Identifier: GPL-2.0-only
/*
 * What is behind the branch is changed while the branch leads past it, if it does, and from the end
 * to the beginning: who comes to the ADRP finds the ADD and the BR that belong to it.
 */
#include <linux/static_call.h>
#include <linux/errno.h>
#include <linux/memory.h>
#include <asm/insn.h>
#include <asm/text-patching.h>

/*
 * Landing pad; a branch or NOP; RET, NOP, BR, or ADRP, ADD and BR, or ADRP, ADD and RET for NULL.
 */
enum { PAD, NEAR, PAGE, OFFSET, LEAVE };

/* Writes an instruction, unless it is there already. */
static int patch(__le32 *at, u32 insn)
{
	if (insn == AARCH64_BREAK_FAULT)
		return -ERANGE;
	return le32_to_cpup(at) == insn ? 0 : aarch64_insn_patch_text_nosync(at, insn);
}

static u32 insn_leaving_by(enum aarch64_insn_register reg, enum aarch64_insn_branch_type type)
{
	return aarch64_insn_gen_branch_reg(reg, type);
}

/* Has x16 point to `func`: once, since whoever has executed the ADRP needs the ADD that it had. */
static int set_address(__le32 *insns, unsigned long func)
{
	u32 page = aarch64_insn_gen_adr((unsigned long)&insns[PAGE], func, AARCH64_INSN_REG_16,
					AARCH64_INSN_ADR_TYPE_ADRP);
	u32 offset =
		aarch64_insn_gen_add_sub_imm(AARCH64_INSN_REG_16, AARCH64_INSN_REG_16, func % SZ_4K,
					     AARCH64_INSN_VARIANT_64BIT, AARCH64_INSN_ADSB_ADD);
	int err;

	if (aarch64_insn_is_adrp(le32_to_cpup(&insns[PAGE])))
		return le32_to_cpup(&insns[PAGE]) == page && le32_to_cpup(&insns[OFFSET]) == offset
			       ? 0
			       : -EBUSY;
	if (page == AARCH64_BREAK_FAULT)
		return -ERANGE;
	err = patch(&insns[OFFSET], offset);
	return err ?: patch(&insns[PAGE], page);
}

static int leave_for_nowhere(__le32 *insns)
{
	u32 ret = insn_leaving_by(AARCH64_INSN_REG_LR, AARCH64_INSN_BRANCH_RETURN);

	if (!aarch64_insn_is_adrp(le32_to_cpup(&insns[PAGE])))
		return 0;
	return patch(&insns[LEAVE], ret);
}

static int leave_for(__le32 *insns, unsigned long func)
{
	u32 br = insn_leaving_by(AARCH64_INSN_REG_16, AARCH64_INSN_BRANCH_NOLINK);
	int err = set_address(insns, func);

	return err ?: patch(&insns[LEAVE], br);
}

void arch_static_call_transform(void *site, void *tramp, void *func, bool tail)
{
	__le32 *insns = tramp;
	u32 near = AARCH64_BREAK_FAULT;
	int err = 0;

	if (func)
		near = aarch64_insn_gen_branch_imm((unsigned long)&insns[NEAR], (unsigned long)func,
						   AARCH64_INSN_BRANCH_NOLINK);
	if (near == AARCH64_BREAK_FAULT) {
		err = func ? leave_for(insns, (unsigned long)func) : leave_for_nowhere(insns);
		near = aarch64_insn_gen_nop();
	}
	if (!err)
		err = patch(&insns[NEAR], near);
	WARN_ON_ONCE(err);
}
EXPORT_SYMBOL_GPL(arch_static_call_transform);
