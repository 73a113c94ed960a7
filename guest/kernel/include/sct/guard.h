/* SPDX-License-Identifier: GPL-2.0-only */
/* Guards: where an exception unwinds to. */
#ifndef _SCT_GUARD_H
#define _SCT_GUARD_H

#include <linux/types.h>
#include <sct/fault.h>

/*
 * Recoverable exceptions. CATCH(statement) runs the statement and yields what stopped it, if anything did:
 *
 *	struct fault f = CATCH(call_blr(target));
 *
 * A local variable that the statement sets keeps, if it faults, the value from before: it needs one.
 *
 * An exception under a guard unwinds to the innermost one; the watchdog unwinds to the case's own, which the runner sets.
 */

/* arch/guard.S knows this layout up to fault.kind. */
struct guard {
	u64 callee_saved[12];		/* x19-x30 */
	u64 sp, daif;
	struct guard *outer;
	u64 exception_sp;		/* as in struct cpu */
	struct fault fault;
};

/* Returns 0, and 1 again when an exception unwound to it. */
u64 guard_enter(struct guard *guard) __attribute__((__returns_twice__));
void guard_leave(struct guard *guard);

/*
 * Runs a case under a guard that is not on its stack, and is this CPU's case_guard meanwhile. Gets back from it even if it returns with another
 * stack pointer or without the registers that a function must keep (x19-x29).
 */
enum guard_end { GUARD_DONE, GUARD_FAULT, GUARD_SPOILT };
typedef void case_fn(const void *row);
enum guard_end case_guard_run(struct guard *guard, case_fn *run, const void *row);

#define CATCH(...) ({					\
	struct guard __guard;				\
	if (!guard_enter(&__guard)) {			\
		__VA_ARGS__;				\
		guard_leave(&__guard);			\
	}						\
	__guard.fault;					\
})

#endif
