// SPDX-License-Identifier: GPL-2.0-only
/* NULL is what the trampoline itself has behind its branch. */
#include <linux/static_call.h>
#include <linux/memory.h>
#include <asm/insn.h>
#include <asm/text-patching.h>

/* Landing pad, ADRP, LDR, BR. */
#define DOES_NOTHING	(4 * AARCH64_INSN_SIZE)

/* The literal's address, from the ADRP and the LDR behind the landing pad. */
static u64 literal_of(const __le32 *insns)
{
	u64 page = ALIGN_DOWN((u64)&insns[1], SZ_4K);
	s64 pages = aarch64_insn_adrp_get_offset(le32_to_cpup(&insns[1]));
	u64 low = aarch64_insn_decode_immediate(AARCH64_INSN_IMM_12, le32_to_cpup(&insns[2])) *
		  sizeof(u64);

	return page + (u64)pages + low;
}

void arch_static_call_transform(void *site, void *tramp, void *func, bool tail)
{
	u64 target = func ? (u64)func : (u64)tramp + DOES_NOTHING;
	int err = aarch64_insn_write_literal_u64((void *)literal_of(tramp), target);

	WARN_ON_ONCE(err);
}
EXPORT_SYMBOL_GPL(arch_static_call_transform);
