// SPDX-License-Identifier: GPL-2.0-only
/* What becomes of an exception: a fix-up, or the way back to a guard. */
#include <asm/extable.h>
#include <linux/string.h>
#include <sct/counts.h>
#include <sct/cpu.h>
#include <sct/guard.h>
#include <sct/unwind.h>

extern const struct exception_table_entry __start___ex_table[], __stop___ex_table[];

unsigned int fixup_count;

/*
 * Not told which: what the statement leaves of sp and of the registers that it must keep is not
 * relied on.
 */
void guard_leave(void)
{
	struct cpu *cpu = this_cpu();

	cpu->guard_top = cpu->guard_top->outer;
}

static const struct exception_table_entry *entry_of(u64 pc)
{
	for (const struct exception_table_entry *e = __start___ex_table; e < __stop___ex_table; e++)
		if ((u64)&e->insn + (u64)(s64)e->insn == pc)
			return e;
	return NULL;
}

bool has_fixup(u64 pc)
{
	return entry_of(pc) != NULL;
}

bool fixup_exception(struct pt_regs *regs)
{
	const struct exception_table_entry *e = entry_of(regs->pc);

	if (!e)
		return false;
	regs->pc = (u64)&e->fixup + (u64)(s64)e->fixup;
	regs->pstate &= ~(3UL << 10); /* BTYPE */
	__atomic_fetch_add(&fixup_count, 1, __ATOMIC_RELAXED);
	return true;
}

struct fault fault_of(const struct pt_regs *regs, enum fault_kind kind)
{
	struct fault fault = {
		.kind = kind,
		.elr = regs->pc,
		.spsr = regs->pstate,
		.sp = regs->sp,
	};

	/* An interrupt writes neither: they are those of the exception before it. */
	if (kind != FAULT_WATCHDOG) {
		fault.esr = regs->esr;
		fault.far = regs->far;
	}
	memcpy(fault.regs, regs->regs, sizeof(fault.regs));
	return fault;
}

void guard_unwind(struct pt_regs *regs, struct guard *guard, const struct fault *fault)
{
	struct cpu *cpu = this_cpu();

	guard->fault = *fault;
	memcpy(&regs->regs[19], guard->callee_saved, sizeof(guard->callee_saved));
	regs->regs[0] = 1;
	regs->sp = guard->sp;
	regs->pc = guard->callee_saved[11];
	cpu->guard_top = guard->outer;
	if (guard == cpu->case_guard)
		cpu->case_guard = NULL;
}
