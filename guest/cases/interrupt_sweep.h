/* SPDX-License-Identifier: GPL-2.0-only */
/* A sweep of the alarm: each instruction of something is the interrupted one in its turn. */
#ifndef _CASES_INTERRUPT_SWEEP_H
#define _CASES_INTERRUPT_SWEEP_H

#include <linux/types.h>
#include <sct/interrupt.h>
#include "interrupt.h"

/*
 * Ticks of CNTPCT that one instruction takes, if that is a number: else an alarm cannot be set to a
 * certain instruction.
 */
u64 ticks_per_instruction(void);

#define NEEDS_EXACT_ALARM()									\
	do {											\
		NEEDS_ALARM();									\
		if (!ticks_per_instruction())							\
			SKIP("the counter does not advance with each instruction: no alarm meets a certain one"); \
	} while (0)

struct sweep {
	void (*prepare)(void); /* before the alarm is set; may be NULL */
	u64 (*round)(void);    /* what is interrupted */
	irq_handler_fn *handler;
	bool (*judge)(u64 result); /* after each round, of what it returned; may end the sweep */
	/* what the rounds of this sweep have met: cleared before the first; may be NULL */
	void *seen;
	size_t seen_size;
};

/* The last two members. */
#define SEEN(state) .seen = &(state), .seen_size = sizeof(state)

/*
 * Runs `round` again and again, each time with the alarm one instruction later, until it comes too
 * late for it or something failed; returns how many rounds were interrupted.
 */
u64 sweep_alarm(const struct sweep *sweep);

#endif
