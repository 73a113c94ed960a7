/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a case must leave as it found it, and how much it may take meanwhile: interrupts, locks,
 * counts, x18, WARNs, stack. What other CPUs must leave: sct/cpu_balance.h.
 */
#ifndef _SCT_BALANCE_H
#define _SCT_BALANCE_H

struct sct_case;

/* Right before a case. */
void balance_begin(void);
/* Right after it, however it ended: of one that is no longer on the stack. */
void balance_end(void);
/* What is wrong with a case that came back: it fails, with what it left. */
void balance_check(const struct sct_case *c);

#endif
