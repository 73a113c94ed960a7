/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * One instruction at a time: software step, Arm ARM (DDI 0487) D2.11. What an alarm meets by being
 * swept over a function, this meets in one go, on every machine, and where interrupts are masked.
 */
#ifndef _SCT_STEP_H
#define _SCT_STEP_H

#include <asm/ptrace.h>

/*
 * Called before each instruction, from within the exception: on the exception stack and with
 * everything masked, so it may neither print nor fault. `regs` is what goes on afterwards, and may
 * be made another one; returns whether that is to be stepped.
 */
typedef bool step_fn(struct pt_regs *regs);

/* From here on `before` is called before each of this CPU's instructions, until step_stop(). */
void step_start(step_fn *before);
void step_stop(void);

/* Prepares what an exception goes back to: its next instruction is stepped, or it runs freely. */
void step_goes_on(struct pt_regs *regs, bool stepped);

/* For arch/exception.c: deals with a step's exception; false if it is another one. */
bool step_exception(struct pt_regs *regs);
/*
 * The same when an exception unwinds to code with this DAIF: with D masked it is still a handler.
 */
void step_abandon(u64 daif);

/*
 * Does what the instruction at regs->pc would do, if it is one that a step would spoil: an
 * exclusive (each exception clears the monitor, so that a loop of them never ends), or one that
 * would mask the step itself. True if it did.
 */
bool step_emulate(struct pt_regs *regs);
/* Nothing is remembered of what was stepped before. */
void step_emulate_reset(void);

#endif
