/* SPDX-License-Identifier: GPL-2.0-only */
/* What becomes of an interrupt. */
#ifndef _SCT_INTERRUPT_H
#define _SCT_INTERRUPT_H

#include <asm/ptrace.h>
#include <sct/platform.h>

/*
 * One interrupt for the cases: the alarm, an IRQ that comes once. Its handler runs on the stack of
 * the code that it interrupted, with IRQs masked, and may do what that code may, exceptions and
 * CATCH() too.
 */

/* `regs` is what the interrupt saved, and what returning from it restores. */
typedef void irq_handler_fn(struct pt_regs *regs);
/* Heeded while a case runs: an alarm is taken and forgotten between cases. */
extern irq_handler_fn *irq_handler;

/*
 * For arch/exception.c, when an interrupt came: an alarm is dealt with; true if it was the
 * watchdog, which is stopped then.
 */
bool interrupt_is_watchdog(struct pt_regs *regs, enum gic_line line);

/* arch/vectors.S: calls the handler on SP_EL0 with FIQs and SErrors unmasked. */
void call_on_sp_el0(irq_handler_fn *handler, struct pt_regs *regs);

#endif
