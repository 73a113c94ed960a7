// SPDX-License-Identifier: GPL-2.0-only
/* Exceptions: a fix-up, a guard that waits for one, or the end of the run. */
#include <asm/extable.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/cpu.h>
#include <sct/exception.h>
#include <sct/guard.h>
#include <sct/hang.h>
#include <sct/interrupt.h>
#include <sct/platform.h>
#include <sct/report.h>
#include <sct/stand_in.h>
#include <sct/step.h>
#include <sct/unwind.h>

/*
 * VBAR_EL1 offset / 0x80: the first four come from SP_EL0 at the same level, where everything but
 * this file runs.
 */
enum { VECTOR_SYNC, VECTOR_IRQ, VECTOR_FIQ, VECTOR_SERROR, VECTORS_FROM_KERNEL };

#define PSTATE_DAIF	(0xfUL << 6)

exception_watch_fn *exception_watch;

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
 * The registers to return with, with SPSR.BTYPE clear, go where they leave the exception stack as
 * it was when the guard was entered, whatever handlers it unwinds.
 */
static struct pt_regs *unwind(const struct pt_regs *from, struct guard *guard,
			      const struct fault *fault)
{
	struct pt_regs *regs = (struct pt_regs *)guard->exception_sp - 1;

	step_abandon(guard->daif);
	stand_in_abandon();
	memmove(regs, from, sizeof(*regs));
	guard_unwind(regs, guard, fault);
	regs->pstate = current_el_t() | (guard->daif & PSTATE_DAIF);
	this_cpu()->exception_sp = guard->exception_sp;
	return regs;
}

struct pt_regs *exception(struct pt_regs *regs, u64 vector)
{
	const struct cpu *cpu = stand_in_for();
	struct fault fault;

	if (vector == VECTOR_SYNC && (step_exception(regs) || stand_in_exception(regs)))
		return regs;
	if (exception_watch && cpu == cpu_at(0))
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
