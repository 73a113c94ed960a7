// SPDX-License-Identifier: GPL-2.0-only
/*
 * A static call is interrupted anywhere, an update too, and the handler makes static calls and updates itself. Where virtual time is the count of
 * instructions, the alarm is swept by one instruction at a time, so that each instruction is the interrupted one in its turn.
 */
#include <asm/fixmap.h>
#include <asm/text-patching.h>
#include <linux/errno.h>
#include <linux/irqflags.h>
#include <linux/static_call.h>
#include <linux/string.h>
#include <sct/alarm.h>
#include <sct/args.h>
#include <sct/case.h>
#include <sct/features.h>
#include <sct/interrupt.h>
#include <sct/locks.h>
#include <sct/pmu.h>
#include <sct/poke.h>
#include "branch.h"
#include "interrupt.h"

static noinline u64 one(u64 x) { return x + 1; }
static noinline u64 two(u64 x) { return x + 2; }
static u64 threes;
static noinline u64 three(u64 x) { threes++; return x + 3; }

DEFINE_STATIC_CALL(interrupted, one);
DEFINE_STATIC_CALL(in_handler, three);
/* bti.c's: branch.S calls it. */
DECLARE_STATIC_CALL(bti_tramp, pad_bti_c);

/* What the handler found when it ran last, and how often it has. */
static volatile u64 handled;
static struct { u64 pc, pstate; } saved;

static void note(struct pt_regs *regs)
{
	handled++;
	saved.pc = regs->pc;
	saved.pstate = regs->pstate;
}

static void set_both(void)
{
	static_call_update(interrupted, one);
	static_call_update(in_handler, three);
}

static void wait_for_handler(void)
{
	handled = 0;
	alarm_set(1);
	while (!handled)
		barrier();
}

/* What follows needs no exact clock. */

#define NEEDS_ALARM() do {										\
	if (!alarm_intid())										\
		SKIP("the device tree names no timer and interrupt controller for an alarm");		\
} while (0)

static void calls_and_updates(struct pt_regs *regs)
{
	note(regs);
	EXPECT_EQ(static_call(in_handler)(1), 4);
	EXPECT_EQ(static_call(interrupted)(1), 2);
	static_call_update(in_handler, two);
	EXPECT_EQ(static_call(in_handler)(1), 3);
	static_call_update(interrupted, two);
	EXPECT_EQ(static_call(interrupted)(1), 3);
}

/* Interrupted somewhere in a loop of calls: a handler that calls and updates disturbs no call, and its update is in force when it returns. */
CASE(interrupt, between_calls)
{
	u64 before = read_sysreg(daif), wrong = 0;

	NEEDS_ALARM();
	set_both();
	handled = 0;
	irq_handler = calls_and_updates;
	alarm_set(read_sysreg(cntfrq_el0) / 10000);
	while (!handled) {
		u64 result = static_call(interrupted)(1);

		wrong += result != 2 && result != 3;
	}
	EXPECT_EQ(wrong, 0);
	EXPECT_EQ(handled, 1);
	EXPECT_EQ(static_call(interrupted)(1), 3);
	EXPECT_EQ(read_sysreg(daif), before);
	EXPECT(!any_raw_spinlock_held());
}

/* What the write relies on: with interrupts off an alarm that is due waits, and comes as soon as they are on again. */
CASE(interrupt, waits_while_masked)
{
	unsigned long flags;
	u64 start;

	NEEDS_ALARM();
	handled = 0;
	irq_handler = note;
	local_irq_save(flags);
	alarm_set(1);
	while (!alarm_due())
		barrier();
	EXPECT_EQ(handled, 0);
	local_irq_restore(flags);
	/* The timer's condition is met before the interrupt controller has signalled it. */
	start = read_sysreg(cntvct_el0);
	while (!handled && read_sysreg(cntvct_el0) - start < read_sysreg(cntfrq_el0) / 10)
		barrier();
	EXPECT_EQ(handled, 1);
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

/* A handler takes exceptions itself, a fault that it expects and the fix-up of a failed write: the interrupted code goes on as if nothing had been. */
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

/* A fault that the handler does not expect ends what it interrupted, too, and leaves nothing on the exception stack: 64 frames would not fit. */
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

/* What follows sweeps the alarm. */

/* Ticks of CNTPCT that one instruction takes, if that is a number: else an alarm cannot be set to a certain instruction. */
static u64 ticks_per_instruction(void)
{
	char clock[16];

	if (!boot_arg("sct.clock", clock, sizeof(clock)) || strcmp(clock, "icount"))
		return 0;
	return ticks_of_nops() / NOPS;
}

#define NEEDS_EXACT_ALARM() do {									\
	NEEDS_ALARM();											\
	if (!ticks_per_instruction())									\
		SKIP("the counter does not advance with each instruction: no alarm meets a certain one");	\
} while (0)

#define LONGEST_SWEEP 4000

/*
 * Runs `round` again and again, each time with the alarm one instruction later, until it comes too late for it or something failed; returns
 * how many rounds were interrupted. `prepare` comes before the alarm is set and may be NULL; `judge` comes after each round, and may end the sweep.
 */
struct sweep {
	void (*prepare)(void);
	u64 (*round)(void);
	irq_handler_fn *handler;
	bool (*judge)(u64 result);
};

static u64 sweep_alarm(const struct sweep *sweep)
{
	u64 step = ticks_per_instruction(), before = read_sysreg(daif), result;

	irq_handler = sweep->handler;
	for (u64 i = 0; i < LONGEST_SWEEP && current_result->verdict == SCT_PASS; i++) {
		if (sweep->prepare)
			sweep->prepare();
		handled = 0;
		alarm_set(i * step);
		result = sweep->round();
		alarm_stop();
		if (!handled)
			return i;
		EXPECT_EQ(handled, 1);
		EXPECT_EQ(read_sysreg(daif), before);
		EXPECT(!any_raw_spinlock_held());
		if (!sweep->judge(result))
			return i;
	}
	if (current_result->verdict == SCT_PASS)
		FAIL("the alarm still came in time %u instructions later", LONGEST_SWEEP);
	return 0;
}

/* The instructions of the trampoline that were interrupted, each counted once; a trampoline has no more than these. */
#define TRAMP_INSTRUCTIONS 16
static bool tramp_seen[TRAMP_INSTRUCTIONS];

static u64 call_interrupted(void)
{
	return static_call(interrupted)(1);
}

static void calls(struct pt_regs *regs)
{
	u64 offset = regs->pc - (u64)STATIC_CALL_TRAMP_ADDR(interrupted);

	note(regs);
	if (offset < sizeof(tramp_seen) * 4)
		tramp_seen[offset / 4] = true;
	EXPECT_EQ(static_call(in_handler)(5), 8);
	EXPECT_EQ(static_call(interrupted)(5), 6);
}

static bool judge_call(u64 result)
{
	EXPECT_EQ(result, 2);
	return true;
}

/* How many instructions a function without arguments executes. */
static u64 instructions_of(const void *fn)
{
	return inst_retired_by(fn) - inst_retired_by(only_returns) + ONLY_RETURNS_INSTRUCTIONS;
}

/*
 * Each instruction of the trampoline is interrupted, as many as a call executes by the PMU's count, and the handler makes calls of its own, of
 * the same key too: what the trampoline holds in x16 comes back, and no call is lost.
 */
CASE(interrupt, sweep_trampoline)
{
	static const struct sweep sweep = { .round = call_interrupted, .handler = calls, .judge = judge_call };
	u64 rounds, seen = 0;

	NEEDS_EXACT_ALARM();
	set_both();
	memset(tramp_seen, 0, sizeof(tramp_seen));
	rounds = sweep_alarm(&sweep);
	for (unsigned int i = 0; i < TRAMP_INSTRUCTIONS; i++)
		seen += tramp_seen[i];
	metric("interrupted", rounds, "instructions");
	metric("interrupted_in_trampoline", seen, "instructions");
	pmu_init();
	EXPECT_EQ(seen, instructions_of(STATIC_CALL_TRAMP_ADDR(interrupted)) - instructions_of(one));
}

static bool tramp_met;

static u64 cond_interrupted(void)
{
	threes = 0;
	static_call_cond(interrupted)(1);
	return threes;
}

static void cond_calls(struct pt_regs *regs)
{
	note(regs);
	tramp_met |= regs->pc - (u64)STATIC_CALL_TRAMP_ADDR(interrupted) < sizeof(tramp_seen) * 4;
	static_call_cond(interrupted)(5);
	EXPECT_EQ(static_call(in_handler)(5), 8);
}

static bool judge_cond(u64 calls_of_three)
{
	EXPECT(calls_of_three <= 1);
	return true;
}

/* The same with NULL, whose way through the trampoline may be another one: it never ends where the handler's own call went. */
CASE(interrupt, sweep_null)
{
	static const struct sweep sweep = { .round = cond_interrupted, .handler = cond_calls, .judge = judge_cond };

	NEEDS_EXACT_ALARM();
	set_both();
	static_call_update(interrupted, NULL);
	tramp_met = false;
	sweep_alarm(&sweep);
	EXPECT(tramp_met);
}

/* Which of the targets the rounds of a sweep have met. */
static bool saw_one, saw_two, saw_three;
static u64 deferred;

static u64 update_interrupted(void)
{
	static_call_update(interrupted, two);
	return 0;
}

static void looks(struct pt_regs *regs)
{
	struct mapping map;
	u64 result;

	deferred += regs->pc == saved.pc;
	note(regs);
	/* Not in the midst of the write: its lock would never be free for us, and its writable window is open. */
	EXPECT(!any_raw_spinlock_held());
	EXPECT(!lookup_mapping(fix_to_virt(FIX_TEXT_POKE0), &map));
	result = static_call(interrupted)(0);
	EXPECT(result == 1 || result == 2);
	saw_one |= result == 1;
	saw_two |= result == 2;
	EXPECT_EQ(static_call(in_handler)(5), 8);
}

static bool judge_update(u64 result __maybe_unused)
{
	EXPECT_EQ(static_call(interrupted)(0), 2);
	return true;
}

/*
 * The patch routine from its first instruction to its last: the handler finds the old target or the new one, never the lock held or the poke
 * slot mapped, and the update is done all the same. Alarms that were due in the midst of the write come right behind it.
 */
CASE(interrupt, sweep_update)
{
	static const struct sweep sweep = { set_both, update_interrupted, looks, judge_update };

	NEEDS_EXACT_ALARM();
	saw_one = saw_two = false;
	deferred = 0;
	metric("interrupted", sweep_alarm(&sweep), "instructions");
	metric("deferred", deferred, "instructions");
	EXPECT(saw_one && saw_two);
	EXPECT(deferred > 0);
}

static void updates(struct pt_regs *regs)
{
	note(regs);
	static_call_update(interrupted, two);
	EXPECT_EQ(static_call(interrupted)(0), 2);
}

static bool judge_updated(u64 result)
{
	EXPECT(result == 2 || result == 3);
	saw_one |= result == 2;
	saw_two |= result == 3;
	EXPECT_EQ(static_call(interrupted)(0), 2);
	return true;
}

/* The handler updates the key that is being called: that call goes to the old target or to the new one, the next to the new one. */
CASE(interrupt, sweep_call_handler_updates)
{
	static const struct sweep sweep = { set_both, call_interrupted, updates, judge_updated };

	NEEDS_EXACT_ALARM();
	saw_one = saw_two = false;
	sweep_alarm(&sweep);
	EXPECT(saw_one && saw_two);
}

static void updates_both(struct pt_regs *regs)
{
	note(regs);
	static_call_update(interrupted, three);
	EXPECT_EQ(static_call(interrupted)(0), 3);
	/* Last: what a routine keeps between its calls is then the other key's. */
	static_call_update(in_handler, one);
}

static bool judge_updates(u64 result __maybe_unused)
{
	u64 after = static_call(interrupted)(0);

	EXPECT(after == 2 || after == 3);
	saw_two |= after == 2;
	saw_three |= after == 3;
	EXPECT_EQ(static_call(in_handler)(0), 1);
	return true;
}

/* The handler updates while an update is under way, of the same key (the later one stays) and of another (both are done): the routine is re-entrant. */
CASE(interrupt, sweep_update_handler_updates)
{
	static const struct sweep sweep = { set_both, update_interrupted, updates_both, judge_updates };

	NEEDS_EXACT_ALARM();
	saw_two = saw_three = false;
	sweep_alarm(&sweep);
	EXPECT(saw_two && saw_three);
}

/* What SPSR.BTYPE a branch leaves that is interrupted before its target's first instruction. */
struct btype_row {
	branch_fn *branch;	/* to the trampoline of bti_tramp, or to `at` itself */
	pad_fn *at;		/* NULL: the trampoline's first instruction */
	u64 btype;
};

static const struct btype_row *row_under_test;
static u64 met;

static u64 branch_at(const struct btype_row *row)
{
	return row->at ? (u64)row->at : (u64)STATIC_CALL_TRAMP_ADDR(bti_tramp);
}

static u64 take_branch(void)
{
	return row_under_test->branch(row_under_test->at);
}

static void notes_btype(struct pt_regs *regs)
{
	note(regs);
	if (regs->pc != branch_at(row_under_test))
		return;
	met++;
	EXPECT_EQ(SPSR_BTYPE(regs->pstate), cpu_has_bti() ? row_under_test->btype : 0);
}

static bool judge_landing(u64 result)
{
	EXPECT_EQ(result, PAD_MAGIC);
	return true;
}

/* Interrupted between the branch and its landing pad: SPSR.BTYPE says how it came, ERET restores it, and the pad accepts it. */
static void check_btype(const void *row)
{
	static const struct sweep sweep = { .round = take_branch, .handler = notes_btype, .judge = judge_landing };

	NEEDS_EXACT_ALARM();
	row_under_test = row;
	met = 0;
	sweep_alarm(&sweep);
	EXPECT_EQ(met, 1);
}

CASE_ROW(interrupt, btype_bl, check_btype, struct btype_row, { tramp_by_bl, NULL, 0 });
CASE_ROW(interrupt, btype_blr, check_btype, struct btype_row, { tramp_by_blr, NULL, 2 });
CASE_ROW(interrupt, btype_veneer, check_btype, struct btype_row, { tramp_by_veneer, NULL, 1 });
CASE_ROW(interrupt, btype_dispatch, check_btype, struct btype_row, { tramp_by_bl, pad_bti_c, 1 });

static bool clear_btype;

static void notes_or_clears_btype(struct pt_regs *regs)
{
	notes_btype(regs);
	if (clear_btype && regs->pc == (u64)pad_plain)
		regs->pstate &= ~(3UL << 10);
}

static u64 blr_to_plain(void)
{
	u64 result = 0;
	struct fault fault = CATCH(result = blr_x9(pad_plain));

	if (fault.kind != FAULT_NONE)
		expect_bti(__FILE__, __LINE__, "blr_x9(pad_plain)", &fault, 2, (u64)pad_plain);
	return result;
}

static bool judge_missing_pad(u64 result)
{
	bool lands = !cpu_has_bti() || (clear_btype && met);

	EXPECT_EQ(result, lands ? PAD_MAGIC : 0);
	return !met;		/* what follows is the way through the exception code */
}

/* A missing landing pad traps with an interrupt before it, too; and it is ERET that brings the BTYPE back: cleared in SPSR, the branch lands. */
CASE(interrupt, btype_missing_pad)
{
	static const struct sweep sweep = { .round = blr_to_plain, .handler = notes_or_clears_btype, .judge = judge_missing_pad };
	static const struct btype_row to_plain = { blr_x9, pad_plain, 2 };

	NEEDS_EXACT_ALARM();
	row_under_test = &to_plain;
	for (int i = 0; i < 2; i++) {
		clear_btype = i;
		met = 0;
		sweep_alarm(&sweep);
		EXPECT_EQ(met, 1);
	}
}
