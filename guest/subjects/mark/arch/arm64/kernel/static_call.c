// SPDX-License-Identifier: GPL-2.0-only
/*
 * The literal first, then the instruction: who executes the NOP finds the target that it stands
 * for. NULL leaves the literal alone, since somebody may still be on the way through it.
 */
#include <linux/static_call.h>
#include <linux/memory.h>
#include <asm/insn.h>
#include <asm/text-patching.h>

/* Landing pad, what is patched, LDR, BR. */
#define PATCHED		(1 * AARCH64_INSN_SIZE)
#define LITERAL		(4 * AARCH64_INSN_SIZE)

static u32 insn_for(void *at, void *func)
{
	u32 insn;

	if (!func)
		return aarch64_insn_gen_branch_reg(AARCH64_INSN_REG_LR, AARCH64_INSN_BRANCH_RETURN);
	insn = aarch64_insn_gen_branch_imm((unsigned long)at, (unsigned long)func,
					   AARCH64_INSN_BRANCH_NOLINK);
	return insn == AARCH64_BREAK_FAULT ? aarch64_insn_gen_nop() : insn;
}

void arch_static_call_transform(void *site, void *tramp, void *func, bool tail)
{
	int err = 0;

	if (func)
		err = aarch64_insn_write_literal_u64(tramp + LITERAL, (u64)func);
	if (!err)
		err = aarch64_insn_patch_text_nosync(tramp + PATCHED,
						     insn_for(tramp + PATCHED, func));
	WARN_ON_ONCE(err);
}
EXPORT_SYMBOL_GPL(arch_static_call_transform);
