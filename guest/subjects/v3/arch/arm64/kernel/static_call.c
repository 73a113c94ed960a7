// SPDX-License-Identifier: GPL-2.0-only
/* Whatever `func` is, NULL too, it goes into the literal. */
#include <linux/static_call.h>
#include <linux/memory.h>
#include <asm/insn.h>
#include <asm/text-patching.h>

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
	int err = aarch64_insn_write_literal_u64((void *)literal_of(tramp), (u64)func);

	WARN_ON_ONCE(err);
}
EXPORT_SYMBOL_GPL(arch_static_call_transform);
