/* SPDX-License-Identifier: GPL-2.0-only */
/* Guards: where an exception unwinds to. */
#ifndef _SCT_GUARD_H
#define _SCT_GUARD_H

/* Assembly knows struct guard by these offsets, which arch/offsets.c holds to it. */
#define GUARD_X(n)		(((n) - 19) * 8)
#define GUARD_SP		96
#define GUARD_OUTER		112
#define GUARD_EXCEPTION_SP	120
#define GUARD_FAULT_KIND	128
/* What case_guard_run() returns for GUARD_SPOILT. */
#define GUARD_RAN_SPOILT	2

#ifndef __ASSEMBLY__
#include <linux/types.h>
#include <sct/fault.h>

/*
 * Recoverable exceptions. CATCH(statement) runs the statement and yields what stopped it, if
 * anything did:
 *
 *	struct fault f = CATCH(call_blr(target));
 *
 * A local variable that the statement sets keeps, if it faults, the value from before: it needs
 * one.
 *
 * An exception under a guard unwinds to the innermost one; the watchdog unwinds to the case's own,
 * which the runner sets.
 */

struct guard {
	u64 callee_saved[12]; /* x19-x30 */
	u64 sp, daif;
	struct guard *outer;
	u64 exception_sp; /* as in struct cpu */
	struct fault fault;
};

/* Returns 0, and 1 again when an exception unwound to it. */
u64 guard_enter(struct guard *guard) __attribute__((__returns_twice__));
/* Leaves the innermost one. */
void guard_leave(void);

/*
 * Runs a case under a guard that is not on its stack, and is this CPU's case_guard meanwhile. Gets
 * back from it even if it returns with another stack pointer or without the registers that a
 * function must keep (x19-x29).
 */
enum guard_end { GUARD_DONE, GUARD_FAULT, GUARD_SPOILT = GUARD_RAN_SPOILT };
typedef void case_fn(const void *row);
enum guard_end case_guard_run(struct guard *guard, case_fn *run, const void *row);

#define CATCH(...) ({					\
	struct guard __guard;				\
	if (!guard_enter(&__guard)) {			\
		__VA_ARGS__;				\
		guard_leave();				\
	}						\
	__guard.fault;					\
})
#endif

#endif
