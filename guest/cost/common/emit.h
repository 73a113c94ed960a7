/* SPDX-License-Identifier: GPL-2.0-only */
/* Instructions, written one behind the other. */
#ifndef _COST_EMIT_H
#define _COST_EMIT_H

#include <linux/types.h>

/* Where the next instruction goes; it is written where it will run. */
extern u32 *emit_at;

void emit(u32 instruction);
void emit_bl(u64 to);
void emit_b(u64 to);
void emit_br(unsigned int reg);
void emit_blr(unsigned int reg);
/* reg = to, of 64 bits within 4 GiB: ADRP and ADD. */
void emit_address(unsigned int reg, u64 to);
/* reg = the 64-bit word at `from`, within 4 GiB: ADRP and LDR. */
void emit_load(unsigned int reg, u64 from);
void emit_landing_pad(void);
/* CBZ of a 64-bit register, `words` instructions ahead. */
void emit_cbz(unsigned int reg, int words);
/* B.NE to an instruction of before, or one to come, in reach of 1 MiB. */
void emit_b_ne(const u32 *to);
/*
 * The check that clang puts before an indirect call, and the call, of what x8 holds: its own
 * instructions. False, with nothing emitted, if clang's code is not as it is known to be.
 */
bool emit_kcfi_call(void);

/* Single instructions of fixed registers. */
#define INSN_RET		0xd65f03c0U /* ret */
#define INSN_CMP_X8_0		0xf100011fU /* cmp x8, #0 */
#define INSN_CSEL_X8_X9		0x9a880128U /* csel x8, x9, x8, eq */
#define INSN_PUSH_LR		0xf81f0ffeU /* str x30, [sp, #-16]! */
#define INSN_POP_LR		0xf84107feU /* ldr x30, [sp], #16 */
#define INSN_LOOP		0xf10006b5U /* subs x21, x21, #1 */
#define INSN_EVICT		0xd50b7e36U /* dc civac, x22 */
#define INSN_DSB		0xd5033b9fU /* dsb ish */
#define INSN_COUNTDOWN		0xf1000739U /* subs x25, x25, #1 */
#define INSN_REWIND		0xaa1803f9U /* mov x25, x24 */
#define INSN_TOGGLE		0xca1402f7U /* eor x23, x23, x20 */
#define INSN_STORE		0xf90002d7U /* str x23, [x22] */
#define INSN_WALK_1		0xca1736f7U /* eor x23, x23, x23, lsl #13 */
#define INSN_WALK_2		0xca571ef7U /* eor x23, x23, x23, lsr #7 */
#define INSN_WALK_3		0xca1746f7U /* eor x23, x23, x23, lsl #17 */
#define INSN_LOOK		0xea1402ffU /* tst x23, x20 */
#define INSN_CHOOSE		0x9a990308U /* csel x8, x24, x25, eq */

#endif
