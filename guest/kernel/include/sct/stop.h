/* SPDX-License-Identifier: GPL-2.0-only */
/* What the CPUs themselves have to do for stop_machine(). */
#ifndef _SCT_STOP_H
#define _SCT_STOP_H

#include <asm/ptrace.h>

/* The software-generated interrupt that stops a CPU. */
#define STOP_INTID	0

/*
 * If the CPUs are being stopped: stays until they may go on. What a CPU does with that interrupt,
 * and by itself where it masks interrupts and waits.
 */
void stop_here(struct pt_regs *regs);
/* Whether it is this CPU that has stopped the others, or is about to. */
bool stop_machine_is_ours(void);
/* The others go on, if it is this CPU that has stopped them: its function has ended in a fault. */
void stop_machine_abandon(unsigned int cpu);
/* All go on, whoever has stopped them: between cases. */
void stop_machine_reset(void);

#endif
