// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts that come when they like: between calls, with interrupts masked, and into handlers
 * that fault.
 */
#include <asm/fixmap.h>
#include <asm/sysreg.h>
#include <asm/text-patching.h>
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <sct/alarm.h>
#include <sct/case.h>
#include <sct/interrupt.h>
#include <sct/locks.h>
#include <sct/needs.h>
#include <sct/poke.h>
#include <sct/static_call.h>
#include "interrupt.h"

NEEDS_SUITE(interrupt, NEED_INTERRUPTS);

static void calls_and_updates(struct pt_regs *regs)
{
	note(regs);
	EXPECT_EQ(static_call(in_handler)(1), 4);
	EXPECT_EQ(static_call(interrupted)(1), 2);
	static_call_update(in_handler, adds_two);
	EXPECT_EQ(static_call(in_handler)(1), 3);
	static_call_update(interrupted, adds_two);
	EXPECT_EQ(static_call(interrupted)(1), 3);
}

/*
 * Interrupted somewhere in a loop of calls: a handler that calls and updates disturbs no call, and
 * its update is in force when it returns.
 */
CASE(interrupt, between_calls)
{
	u64 before = read_sysreg(daif), wrong = 0;

	NEEDS_ALARM();
	/* Linux never updates in a handler: a routine may ask whether it is in one. */
	WARNS_ARE_LEGAL();
	set_both();
	forget();
	irq_handler = calls_and_updates;
	alarm_set(read_sysreg(cntfrq_el0) / 10000);
	while (!noted.times) {
		u64 result = static_call(interrupted)(1);

		wrong += result != 2 && result != 3;
	}
	EXPECT_EQ(wrong, 0);
	EXPECT_EQ(noted.times, 1);
	EXPECT_EQ(static_call(interrupted)(1), 3);
	EXPECT_EQ(read_sysreg(daif), before);
	EXPECT_NO_LOCK_HELD();
}

/*
 * What the write relies on: with interrupts off an alarm that is due waits, and comes as soon as
 * they are on again.
 */
CASE(interrupt, waits_while_masked)
{
	unsigned long flags;
	u64 start;

	NEEDS_ALARM();
	forget();
	irq_handler = note;
	local_irq_save(flags);
	alarm_set(1);
	while (!alarm_due())
		barrier();
	EXPECT_EQ(noted.times, 0);
	local_irq_restore(flags);
	/* The timer's condition is met before the interrupt controller has signalled it. */
	start = read_sysreg(cntvct_el0);
	while (!noted.times && read_sysreg(cntvct_el0) - start < read_sysreg(cntfrq_el0) / 10)
		barrier();
	EXPECT_EQ(noted.times, 1);
}

static void wait_for_handler(void)
{
	forget();
	alarm_set(1);
	while (!noted.times)
		barrier();
}

static const u64 constant __section(".rodata") = 0x1c;

static void faults_and_goes_on(struct pt_regs *regs)
{
	note(regs);
	EXPECT_STORE_FAULT(&constant, *(volatile u64 *)&constant = 0);
	poke_slot_prot = PAGE_KERNEL_RO;
	EXPECT_EQ(aarch64_insn_write_literal_u64((void *)&constant, 0), -EFAULT);
	poke_slot_prot = PAGE_KERNEL;
}

/*
 * A handler takes exceptions itself, a fault that it expects and the fix-up of a failed write: the
 * interrupted code goes on as if nothing had been.
 */
CASE(interrupt, exceptions_in_handler)
{
	NEEDS_ALARM();
	irq_handler = faults_and_goes_on;
	EXPECT_NO_FAULT(wait_for_handler());
	EXPECT_EQ(READ_ONCE(constant), 0x1c);
	EXPECT(!irqs_disabled());
}

static void faults(struct pt_regs *regs)
{
	note(regs);
	*(volatile u64 *)&constant = 0;
}

/*
 * A fault that the handler does not expect ends what it interrupted, too, and leaves nothing on the
 * exception stack: 64 frames would not fit.
 */
CASE(interrupt, fault_in_handler_unwinds)
{
	NEEDS_ALARM();
	irq_handler = faults;
	for (unsigned int i = 0; i < 64; i++)
		EXPECT_STORE_FAULT(&constant, wait_for_handler());
	irq_handler = note;
	EXPECT_NO_FAULT(wait_for_handler());
	EXPECT(!irqs_disabled());
}
