/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Who stands in for another CPU: a second course of execution on CPU 0, with a stack and a struct
 * cpu of its own (CPU 1's, which is off meanwhile). It gets its turn between any two instructions
 * of the first one, and runs until it has done what it has to do or waits for a lock: what two CPUs
 * may do to one another happens for certain, on one CPU too, whatever the host does.
 */
#ifndef _SCT_STAND_IN_H
#define _SCT_STAND_IN_H

#include <asm/ptrace.h>
#include <sct/cpu.h>

/*
 * Runs `fn` on CPU 0, one instruction at a time, and before each of them `meanwhile` from its
 * beginning to its end, or as far as it gets: while it waits for what `fn` holds it is tried again
 * at each instruction. At last it is brought to its end; returns how often it came there before
 * that. It gets no turn while the CPUs are stopped. Neither may use CATCH().
 */
u64 stand_in_run(void (*fn)(void), void (*meanwhile)(void));
/*
 * Whether, in the last such run, `meanwhile` waited for `fn` while that had interrupts on: it takes
 * a lock that nobody may want who interrupts it.
 */
bool stand_in_waited_unmasked(void);
/* Whether it can: it must be got back from waiting for what it does not say. */
bool stand_in_possible(void);
#define NO_STAND_IN	"no interrupt gets through to who waits with IRQs masked"

/*
 * For arch/exception.c. Deals with what gives the turn to the other course; false if `regs` is of
 * another exception.
 */
bool stand_in_exception(struct pt_regs *regs);
/* An alarm came, and interrupted that. */
void stand_in_alarm(struct pt_regs *regs);
/* The CPU that a fault or the watchdog is the business of, and that course's end. */
struct cpu *stand_in_for(void);
void stand_in_abandon(void);
/* Between cases: nothing is stepped any more either. */
void stand_in_reset(void);

#endif
