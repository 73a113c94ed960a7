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
 * Copies whole words of code or data, as a JIT compiler does: no other CPU may execute or load them
 * meanwhile. Returns `dst`, or NULL if it was not written.
 */
void *aarch64_insn_copy(void *dst, void *src, size_t len);
/* One instruction, `len` bytes of it. */
void *aarch64_insn_set(void *dst, u32 insn, size_t len);
/*
 * Writes an instruction and makes it visible to fetch. Only where old and new may be executed
 * concurrently (Arm ARM B2.2.5). -EINVAL if the address is not 4-byte aligned.
 */
int aarch64_insn_patch_text_nosync(void *addr, u32 insn);
/* The same of several, anything to anything, while all other CPUs are stopped. */
int aarch64_insn_patch_text(void *addrs[], u32 insns[], int cnt);

#endif
