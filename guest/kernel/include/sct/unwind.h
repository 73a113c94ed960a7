/* SPDX-License-Identifier: GPL-2.0-only */
/* For whoever takes exceptions: the way back to a guard. */
#ifndef _SCT_UNWIND_H
#define _SCT_UNWIND_H

#include <asm/ptrace.h>
#include <sct/guard.h>

/* What an exception says, as a case may look at it. */
struct fault fault_of(const struct pt_regs *regs, enum fault_kind kind);
/* Whether the exception table has an entry for the instruction at `pc`. */
bool has_fixup(u64 pc);
/*
 * Makes `regs` return from guard_enter() once more, with the registers that it had then; PSTATE is
 * the caller's to set. The guard is off the stack of guards then, and all that came on top of it.
 */
void guard_unwind(struct pt_regs *regs, struct guard *guard, const struct fault *fault);

#endif
