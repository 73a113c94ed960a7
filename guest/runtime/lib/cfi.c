// SPDX-License-Identifier: GPL-2.0-only
/*
 * kCFI as clang emits it for AArch64: before a call it compares the word before the target with the
 * type that it calls, and the BRK that it runs into names two registers in its immediate, that of
 * the target and that of the type (LLVM's AArch64AsmPrinter, "KCFI_CHECK"; Linux' asm/brk-imm.h).
 */
#include <asm/brk-imm.h>
#include <linux/bitfield.h>
#include <linux/kconfig.h>
#include <linux/kernel.h>
#include <sct/cfi.h>

#ifndef CFI_ENTRY_PREFIX
#define CFI_ENTRY_PREFIX 0
#endif

bool cfi_failure_of(const struct fault *fault, struct cfi_failure *failure)
{
	u64 immediate = fault->esr & ESR_BRK_IMMEDIATE;
	u64 target = FIELD_GET(CFI_BRK_IMM_TARGET, immediate),
	    type = FIELD_GET(CFI_BRK_IMM_TYPE, immediate);

	if (fault->kind != FAULT_SYNC || ESR_EC(fault->esr) != ESR_EC_BRK ||
	    (immediate & ~CFI_BRK_IMM_MASK) != CFI_BRK_IMM_BASE)
		return false;
	/* Number 31 is no register that a check could be in. */
	if (target >= ARRAY_SIZE(fault->regs) || type >= ARRAY_SIZE(fault->regs))
		return false;
	failure->target = fault->regs[target];
	failure->type = (u32)fault->regs[type];
	return true;
}

const u32 *cfi_type_at(const void *function)
{
	return (const u32 *)function - 1 - CFI_ENTRY_PREFIX;
}

u32 cfi_type_of(const void *function)
{
	return *cfi_type_at(function);
}

const char *cfi_lack(void)
{
	return IS_ENABLED(CONFIG_CFI) ? NULL : "built without kCFI, which max-kcfi has";
}
