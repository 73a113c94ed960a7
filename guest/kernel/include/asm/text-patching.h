/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_TEXT_PATCHING_H
#define _ASM_TEXT_PATCHING_H

#include <linux/types.h>

/* All return 0 or a negative errno: -EFAULT if the address is not mapped or the store faulted. */
int aarch64_insn_read(void *addr, u32 *insnp);
int aarch64_insn_write(void *addr, u32 insn);
/*
 * One 64-bit store through the poke slot; a reader sees the old or the new value. No I-cache
 * maintenance: no instruction changes.
 */
int aarch64_insn_write_literal_u64(void *addr, u64 val);
/*
 * Writes an instruction and makes it visible to fetch. Only where old and new may be executed
 * concurrently (Arm ARM B2.2.5). -EINVAL if the address is not 4-byte aligned.
 */
int aarch64_insn_patch_text_nosync(void *addr, u32 insn);
/* The same of several, anything to anything, while all other CPUs are stopped. */
int aarch64_insn_patch_text(void *addrs[], u32 insns[], int cnt);

#endif
