/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _SCT_FAULT_H
#define _SCT_FAULT_H

#include <linux/compiler.h>
#include <linux/types.h>

/*
 * Recoverable exceptions. CATCH(statement) runs the statement and yields what stopped it, if anything did:
 *
 *	struct fault f = CATCH(call_blr(target));
 *
 * A local variable that the statement sets keeps, if it faults, the value from before: it needs one.
 *
 * An exception under a guard unwinds to the innermost one; the watchdog unwinds to the case's own, which the runner sets.
 */

enum fault_kind { FAULT_NONE, FAULT_SYNC, FAULT_SERROR, FAULT_WATCHDOG };

struct fault {
	enum fault_kind kind;
	u64 esr, elr, far, spsr, sp;
	u64 regs[31];
};

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

/* ESR_ELx, Arm ARM (DDI 0487) D24.2.40. */
#define ESR_EC(esr)		(((esr) >> 26) & 0x3f)
#define ESR_EC_FPAC		0x1c
#define ESR_EC_IABORT		0x21
#define ESR_EC_DABORT		0x25
#define ESR_BTI(btype)		(0x36000000 | (btype))			/* EC 0x0d, IL, BTYPE in ISS[1:0] */
#define ESR_WRITE_PERMISSION(level) (0x96000040 | 0x0c | (level))	/* EC 0x25, IL, WnR, DFSC 0b0011LL */
#define ESR_EXEC_PERMISSION(level) (0x86000000 | 0x0c | (level))	/* EC 0x21, IL, IFSC 0b0011LL */

/*
 * ISS[24:14] of a data abort tells a hypervisor which access it must emulate: for stage 2 faults alone, says the Arm ARM. QEMU 7.2 fills it in
 * for every data abort that EL2 takes.
 */
#define ESR_EMULATION		0x01ffc000UL

#define SPSR_BTYPE(spsr)	(((spsr) >> 10) & 3)

/* Prints a fault and its registers as diagnostic lines. */
void fault_print(const struct fault *fault);

#endif
