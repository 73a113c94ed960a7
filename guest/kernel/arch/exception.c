// SPDX-License-Identifier: GPL-2.0-only
/* Exceptions: a fix-up, a guard that waits for one, or the end of the run. */
#include <asm/extable.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/counts.h>
#include <sct/cpu.h>
#include <sct/exception.h>
#include <sct/guard.h>
#include <sct/hang.h>
#include <sct/interrupt.h>
#include <sct/platform.h>
#include <sct/report.h>

/*
 * VBAR_EL1 offset / 0x80: the first four come from SP_EL0 at the same level, where everything but
 * this file runs.
 */
enum { VECTOR_SYNC, VECTOR_IRQ, VECTOR_FIQ, VECTOR_SERROR, VECTORS_FROM_KERNEL };

#define PSTATE_DAIF	(0xfUL << 6)

extern const struct exception_table_entry __start___ex_table[], __stop___ex_table[];

unsigned int fixup_count;
exception_watch_fn *exception_watch;

void guard_leave(struct guard *guard)
{
	this_cpu()->guard_top = guard->outer;
}

bool fixup_exception(struct pt_regs *regs)
{
	for (const struct exception_table_entry *e = __start___ex_table; e < __stop___ex_table;
	     e++) {
		if ((u64)&e->insn + (u64)(s64)e->insn != regs->pc)
			continue;
		regs->pc = (u64)&e->fixup + (u64)(s64)e->fixup;
		regs->pstate &= ~(3UL << 10); /* BTYPE */
		__atomic_fetch_add(&fixup_count, 1, __ATOMIC_RELAXED);
		return true;
	}
	return false;
}

static struct fault fault_of(const struct pt_regs *regs, enum fault_kind kind)
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

static void __noreturn panic(const char *what, const struct fault *fault)
{
	static bool panicking;

	if (!panicking) {
		panicking = true;
		printk("# sct panic %s\n", what);
		fault_print(fault);
	}
	power_off();
}

/*
 * Makes the interrupted code return from guard_enter() once more, with the state it had then and
 * SPSR.BTYPE clear. The registers to return with go where they leave the exception stack as it was
 * then, whatever handlers it unwinds.
 */
static struct pt_regs *unwind(const struct pt_regs *from, struct guard *guard,
			      const struct fault *fault)
{
	struct cpu *cpu = this_cpu();
	struct pt_regs *regs = (struct pt_regs *)guard->exception_sp - 1;

	memmove(regs, from, sizeof(*regs));
	guard->fault = *fault;
	memcpy(&regs->regs[19], guard->callee_saved, sizeof(guard->callee_saved));
	regs->regs[0] = 1;
	regs->sp = guard->sp;
	regs->pc = guard->callee_saved[11];
	regs->pstate = current_el_t() | (guard->daif & PSTATE_DAIF);
	cpu->exception_sp = guard->exception_sp;
	cpu->guard_top = guard->outer;
	if (guard == cpu->case_guard)
		cpu->case_guard = NULL;
	return regs;
}

struct pt_regs *exception(struct pt_regs *regs, u64 vector)
{
	const struct cpu *cpu = this_cpu();
	struct fault fault;

	if (exception_watch && cpu_number() == 0)
		exception_watch(regs, vector);
	switch (vector) {
	case VECTOR_SYNC:
		if (fixup_exception(regs))
			return regs;
		fault = fault_of(regs, FAULT_SYNC);
		break;
	case VECTOR_IRQ:
	case VECTOR_FIQ:
		if (!interrupt_is_watchdog(regs, vector == VECTOR_FIQ ? GIC_FIQ : GIC_IRQ) ||
		    !cpu->case_guard)
			return regs;
		if (!hang_is_certain(regs->pc))
			return regs;
		fault = fault_of(regs, FAULT_WATCHDOG);
		return unwind(regs, cpu->case_guard, &fault);
	case VECTOR_SERROR:
		fault = fault_of(regs, FAULT_SERROR);
		break;
	default:
		fault = fault_of(regs, FAULT_SYNC);
		panic("exception in the exception code", &fault);
	}
	if (!cpu->guard_top)
		panic("exception outside any case", &fault);
	return unwind(regs, cpu->guard_top, &fault);
}
