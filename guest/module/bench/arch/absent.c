// SPDX-License-Identifier: GPL-2.0-only
/*
 * What cases and what they stand on name that a module has not: who needs it does not run
 * (lacks.c).
 */
#include <asm/extable.h>
#include <asm/pgtable.h>
#include <linux/kernel.h>
#include <sct/alarm.h>
#include <sct/init.h>
#include <sct/interrupt.h>
#include <sct/platform.h>
#include <sct/poke.h>
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

bool alarm_is_set(void)
{
	return false;
}

bool alarm_due(void)
{
	return false;
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

bool stand_in_waited_unmasked(void)
{
	return false;
}

void call_on_sp_el0(irq_handler_fn *handler __maybe_unused, struct pt_regs *regs __maybe_unused)
{
}

/* The page tables, and the slot that Linux keeps to itself. */
u64 poke_slot_prot = PAGE_KERNEL;
bool poke_slot_stays;
bool tlb_flush_broadcast = true;
struct poke_spy *poke_spy;
char main_stack_guard[8];

bool lookup_mapping(u64 va __maybe_unused, struct mapping *map __maybe_unused)
{
	return false;
}

void walk_mappings(bool (*visit)(const struct mapping *map, void *arg) __maybe_unused,
		   void *arg __maybe_unused)
{
}

bool ttbr0_disabled(void)
{
	return false;
}

/* Linux's own boot is over, and a subject's initcalls are the module's. */
bool initcalls_any(void)
{
	return false;
}

void initcalls_run(const void *unused __maybe_unused)
{
}

void init_memory_free(void)
{
}
