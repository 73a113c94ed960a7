// SPDX-License-Identifier: GPL-2.0-only
/* Software step: an exception before each instruction. */
#include <asm/barrier.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/fault.h>
#include <sct/step.h>

/* MDSCR_EL1, Arm ARM D24.3.20: a step of this exception level by itself, and the step. */
#define MDSCR_KDE	BIT(13)
#define MDSCR_SS	BIT(0)
/* By their encodings: OSLAR_EL1 and OSDLR_EL1, whose locks keep debug exceptions away. */
#define OSLAR_EL1	S2_0_C1_C0_4
#define OSDLR_EL1	S2_0_C1_C3_4

#define PSTATE_D	BIT(9)
/* SPSR_EL1.SS: with it one instruction is executed before the next exception, else none. */
#define PSTATE_SS	BIT(21)

static step_fn *before_each;

static void set_stepping(bool on)
{
	u64 mdscr = on ? MDSCR_KDE | MDSCR_SS : 0;

	if (read_sysreg(mdscr_el1) == mdscr)
		return;
	write_sysreg(mdscr, mdscr_el1);
	isb();
}

void step_start(step_fn *before)
{
	before_each = before;
	step_emulate_reset();
	write_sysreg(0, OSLAR_EL1);
	write_sysreg(0, OSDLR_EL1);
	set_stepping(true);
}

void step_stop(void)
{
	set_stepping(false);
	before_each = NULL;
}

void step_goes_on(struct pt_regs *regs, bool stepped)
{
	set_stepping(stepped);
	/* Behind what was emulated the step's exception comes at once. */
	if (stepped && !step_emulate(regs))
		regs->pstate |= PSTATE_SS;
	else
		regs->pstate &= ~PSTATE_SS;
}

bool step_exception(struct pt_regs *regs)
{
	bool stepped;

	if (ESR_EC(regs->esr) != ESR_EC_STEP)
		return false;
	stepped = before_each && before_each(regs);
	/* It may have been told to stop meanwhile. */
	step_goes_on(regs, stepped && before_each);
	return true;
}

void step_abandon(u64 daif)
{
	if (!(daif & PSTATE_D))
		step_stop();
}
