/* SPDX-License-Identifier: GPL-2.0-only */
/* Instruction counts for the interrupt suite. */
#ifndef _CASES_INTERRUPT_COUNT_H
#define _CASES_INTERRUPT_COUNT_H

/* What ticks_of_nops() executes, and the reading itself. */
#define NOPS 64

#ifndef __ASSEMBLY__
#include <linux/types.h>

/* Calls `fn` without arguments and returns by how much INST_RETIRED (event counter 0) advanced. */
u64 inst_retired_by(const void *fn);
/* Two instructions, the landing pad and RET: what the others are compared with. */
void only_returns(void);
#define ONLY_RETURNS_INSTRUCTIONS 2

/* CNTPCT ticks that NOPS NOPs take. */
u64 ticks_of_nops(void);
#endif

#endif
