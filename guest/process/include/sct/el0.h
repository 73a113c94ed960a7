/* SPDX-License-Identifier: GPL-2.0-only */
/* What stands at EL0 for registers that only a kernel may use. */
#ifndef _SCT_EL0_H
#define _SCT_EL0_H

#include <linux/types.h>

/*
 * PSTATE.DAIF, kept by the process itself, for each thread: what comes while I is set waits until
 * it is clear again. The watchdog, which is an FIQ elsewhere, does not wait.
 */
u64 el0_daif(void);
/* Where in struct cpu it is: arch/threads.c holds it to that. */
#define EL0_DAIF_AT	56
void el0_set_daif(u64 daif);
/* Called whenever I is cleared; NULL until somebody wants to know. */
extern void (*el0_unmasked)(void);

/* What the kernel counts for this thread, at EL0 alone (process/dev/counters.c). */
enum el0_counter { EL0_CYCLES, EL0_INSTRUCTIONS, EL0_MISSES };
u64 el0_counter(enum el0_counter counter);

#endif
