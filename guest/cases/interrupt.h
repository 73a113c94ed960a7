/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the interrupt suite share: its keys, and what its handlers note. */
#ifndef _CASES_INTERRUPT_H
#define _CASES_INTERRUPT_H

#include <asm/ptrace.h>
#include <linux/types.h>
#include <sct/alarm.h>
#include "interrupt_keys.h"

/* How often adds_three() ran. */
extern u64 threes;

/* Sets the keys to adds_one and adds_three. */
void set_both(void);

/* What the handler found when it ran last, and how often it has since forget(). */
struct noted {
	u64 pc;
	volatile u64 times;
};
extern struct noted noted;
/* For a handler, first of all. */
void note(struct pt_regs *regs);
/* Before what is to be interrupted. */
void forget(void);

#define NEEDS_ALARM()										\
	do {											\
		if (!alarm_intid())								\
			SKIP("the device tree names no timer and interrupt controller for an alarm"); \
	} while (0)

#endif
