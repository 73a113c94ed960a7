// SPDX-License-Identifier: GPL-2.0-only
/*
 * The offsets by which assembly knows the structures of C: each stands once, beside its structure,
 * and is right.
 */
#include <asm/ptrace.h>
#include <sct/cpu.h>
#include <sct/guard.h>

#define IS_AT(offset, type, member) _Static_assert((offset) == offsetof(type, member), #offset)

IS_AT(S_X(0), struct pt_regs, regs);
IS_AT(S_X(30), struct pt_regs, regs[30]);
IS_AT(S_SP, struct pt_regs, sp);
IS_AT(S_PC, struct pt_regs, pc);
IS_AT(S_PC + 8, struct pt_regs, pstate);
IS_AT(S_ESR, struct pt_regs, esr);
IS_AT(S_ESR + 8, struct pt_regs, far);
_Static_assert(PT_REGS_SIZE == sizeof(struct pt_regs), "PT_REGS_SIZE");
_Static_assert(PT_REGS_SIZE % 16 == 0, "the stack pointer stays aligned");

IS_AT(GUARD_X(19), struct guard, callee_saved);
IS_AT(GUARD_X(30), struct guard, callee_saved[11]);
IS_AT(GUARD_SP, struct guard, sp);
IS_AT(GUARD_SP + 8, struct guard, daif);
IS_AT(GUARD_OUTER, struct guard, outer);
IS_AT(GUARD_EXCEPTION_SP, struct guard, exception_sp);
IS_AT(GUARD_FAULT_KIND, struct guard, fault.kind);
_Static_assert(GUARD_EXCEPTION_SP == GUARD_OUTER + 8, "stored as a pair");

IS_AT(CPU_CONTEXT, struct cpu, context);
IS_AT(CPU_GUARD_TOP, struct cpu, guard_top);
IS_AT(CPU_CASE_GUARD, struct cpu, case_guard);
IS_AT(CPU_EXCEPTION_STACK, struct cpu, exception_stack);
IS_AT(CPU_EXCEPTION_SP, struct cpu, exception_sp);
IS_AT(CPU_STACK, struct cpu, stack);
IS_AT(CPU_DAIF, struct cpu, daif);
