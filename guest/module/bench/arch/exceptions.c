// SPDX-License-Identifier: GPL-2.0-only
/* What becomes of an exception: the glue catches it where Linux would die of it. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/cpu.h>
#include <sct/exception.h>
#include <sct/hang.h>
#include <sct/module.h>
#include <sct/platform.h>
#include <sct/started.h>
#include <sct/timer.h>
#include <sct/unwind.h>

exception_watch_fn *exception_watch;

#define AGAIN_HZ	1000

static struct pt_regs regs_of(const struct module_exception *exception)
{
	struct pt_regs regs = {
		.sp = exception->sp,
		.pc = exception->pc,
		.pstate = exception->pstate,
		.esr = exception->esr,
		.far = exception->far,
	};

	memcpy(regs.regs, exception->regs, sizeof(regs.regs));
	return regs;
}

bool module_owns(u64 address)
{
	return (address >= (u64)module_text_start && address < (u64)module_text_end) ||
	       (address >= (u64)module_tramps_start && address < (u64)module_tramps_end);
}

void *module_on_exception(const struct module_exception *exception)
{
	struct pt_regs regs = regs_of(exception);
	struct guard *guard = this_cpu()->guard_top;
	struct fault fault = fault_of(&regs, FAULT_SYNC);

	if (!guard)
		return NULL;
	if (exception_watch)
		exception_watch(&regs, 0);
	guard_unwind(&regs, guard, &fault);
	return guard;
}

void *module_on_timer(const struct module_exception *exception)
{
	struct pt_regs regs = regs_of(exception);
	struct guard *guard = this_cpu()->case_guard;
	struct fault fault;

	/* Whoever is in the kernel may hold a lock: it comes back, or the harness ends all. */
	if (guard && !module_owns(regs.pc)) {
		timer_set(read_sysreg(cntvct_el0) + read_sysreg(cntfrq_el0) / AGAIN_HZ);
		return NULL;
	}
	watchdog_start(0);
	if (!guard || !hang_is_certain(regs.pc))
		return NULL;
	fault = fault_of(&regs, FAULT_WATCHDOG);
	guard_unwind(&regs, guard, &fault);
	return guard;
}
