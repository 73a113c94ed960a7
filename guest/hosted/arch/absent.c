// SPDX-License-Identifier: GPL-2.0-only
/*
 * What cases name that only a kernel of its own has: those that need it do not run (lacks.c of each
 * runtime).
 */
#include <sct/alarm.h>
#include <sct/interrupt.h>
#include <sct/stand_in.h>
#include <sct/step.h>

irq_handler_fn *irq_handler;

unsigned int alarm_intid(void)
{
	return 0;
}

void alarm_set(u64 ticks __maybe_unused)
{
}

void alarm_stop(void)
{
}

bool alarm_due(void)
{
	return false;
}

bool alarm_is_set(void)
{
	return false;
}

void alarm_deliver(enum gic_line line __maybe_unused)
{
}

void step_start(step_fn *before __maybe_unused)
{
}

void step_stop(void)
{
}

bool stand_in_possible(void)
{
	return false;
}

u64 stand_in_run(void (*fn)(void) __maybe_unused, void (*meanwhile)(void) __maybe_unused)
{
	return 0;
}

void stand_in_reset(void)
{
}

void call_on_sp_el0(irq_handler_fn *handler __maybe_unused, struct pt_regs *regs __maybe_unused)
{
}

bool stand_in_waited_unmasked(void)
{
	return false;
}
