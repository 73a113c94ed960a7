// SPDX-License-Identifier: GPL-2.0-only
/* What the handlers of the interrupt suite note of each interrupt. */
#include "interrupt.h"

struct noted noted;

void note(struct pt_regs *regs)
{
	noted.times++;
	noted.pc = regs->pc;
}

void forget(void)
{
	noted.times = 0;
}
