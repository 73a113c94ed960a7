// SPDX-License-Identifier: GPL-2.0-only
/*
 * A static call is interrupted anywhere, an update too, and the handler makes static calls and
 * updates itself: a sweep of the alarm over each instruction.
 */
#include <asm/fixmap.h>
#include <asm/pgtable.h>
#include <sct/case.h>
#include <sct/locks.h>
#include <sct/needs.h>
#include <sct/pmu.h>
#include <sct/stand_in.h>
#include <sct/static_call.h>
#include "interrupt.h"
#include "interrupt_count.h"
#include "interrupt_sweep.h"

/* A trampoline has no more than these. */
#define TRAMP_INSTRUCTIONS 16

/* What the rounds of a sweep have met. */
static struct {
	bool tramp[TRAMP_INSTRUCTIONS]; /* interrupted at that instruction of the trampoline */
	bool one, two, three;		/* came out at that target */
	u64 deferred; /* interrupts that came right behind the one before: they had to wait */
} seen;

static void note_tramp(struct pt_regs *regs)
{
	u64 offset = regs->pc - (u64)STATIC_CALL_TRAMP_ADDR(interrupted);

	note(regs);
	if (offset < sizeof(seen.tramp) * 4)
		seen.tramp[offset / 4] = true;
}

/* How many of its instructions were interrupted, each counted once. */
static u64 seen_in_tramp(void)
{
	u64 met = 0;

	for (unsigned int i = 0; i < TRAMP_INSTRUCTIONS; i++)
		met += seen.tramp[i];
	return met;
}

static u64 call_interrupted(void)
{
	return static_call(interrupted)(1);
}

static void calls(struct pt_regs *regs)
{
	note_tramp(regs);
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

NEEDS(interrupt, sweep_trampoline, NEED_TRAMPOLINE);
/*
 * Each instruction of the trampoline is interrupted, as many as a call executes by the PMU's count,
 * and the handler makes calls of its own, of the same key too: what the trampoline holds in x16
 * comes back, and no call is lost.
 */
CASE(interrupt, sweep_trampoline)
{
	static const struct sweep sweep = {
		.round = call_interrupted, .handler = calls, .judge = judge_call, SEEN(seen)
	};
	u64 rounds, met;

	NEEDS_EXACT_ALARM();
	set_both();
	rounds = sweep_alarm(&sweep);
	met = seen_in_tramp();
	metric("interrupted", rounds, "instructions");
	metric("interrupted_in_trampoline", met, "instructions");
	pmu_init();
	EXPECT_EQ(met,
		  instructions_of(STATIC_CALL_TRAMP_ADDR(interrupted)) - instructions_of(adds_one));
}

static u64 cond_interrupted(void)
{
	u64 before = threes;

	static_call_cond(interrupted)(1);
	return threes - before;
}

static void cond_calls(struct pt_regs *regs)
{
	note_tramp(regs);
	static_call_cond(interrupted)(5);
	EXPECT_EQ(static_call(in_handler)(5), 8);
}

static bool judge_cond(u64 calls_of_three)
{
	EXPECT(calls_of_three <= 1);
	return true;
}

/*
 * The same with NULL, whose way through the trampoline may be another one: it never ends where the
 * handler's own call went.
 */
CASE(interrupt, sweep_null)
{
	static const struct sweep sweep = {
		.round = cond_interrupted, .handler = cond_calls, .judge = judge_cond, SEEN(seen)
	};

	NEEDS_EXACT_ALARM();
	set_both();
	static_call_update(interrupted, NULL);
	sweep_alarm(&sweep);
	EXPECT(!HAS_TRAMPOLINES || seen_in_tramp() > 0);
}

static u64 update_interrupted(void)
{
	static_call_update(interrupted, adds_two);
	return 0;
}

static void looks(struct pt_regs *regs)
{
	struct mapping map;
	u64 result;

	seen.deferred += regs->pc == noted.pc;
	note(regs);
	/*
	 * Not in the midst of the write: its lock would never be free for us, and its writable
	 * window is open.
	 */
	EXPECT(!any_masked_lock_held());
	EXPECT(!lookup_mapping(fix_to_virt(FIX_TEXT_POKE0), &map));
	result = static_call(interrupted)(0);
	EXPECT(result == 1 || result == 2);
	seen.one |= result == 1;
	seen.two |= result == 2;
	EXPECT_EQ(static_call(in_handler)(5), 8);
}

static bool judge_update(u64 result __maybe_unused)
{
	EXPECT_EQ(static_call(interrupted)(0), 2);
	return true;
}

/*
 * The patch routine from its first instruction to its last: the handler finds the old target or the
 * new one, never the lock held or the poke slot mapped, and the update is done all the same. Alarms
 * that were due in the midst of the write come right behind it.
 */
CASE(interrupt, sweep_update)
{
	static const struct sweep sweep = { set_both, update_interrupted, looks, judge_update,
					    SEEN(seen) };

	NEEDS_EXACT_ALARM();
	metric("interrupted", sweep_alarm(&sweep), "instructions");
	metric("deferred", seen.deferred, "instructions");
	EXPECT(seen.one && seen.two);
	/* One store, with nothing masked. */
	EXPECT(!HAS_TRAMPOLINES || seen.deferred > 0);
}

static void updates(struct pt_regs *regs)
{
	note(regs);
	static_call_update(interrupted, adds_two);
	EXPECT_EQ(static_call(interrupted)(0), 2);
}

static bool judge_updated(u64 result)
{
	EXPECT(result == 2 || result == 3);
	seen.one |= result == 2;
	seen.two |= result == 3;
	EXPECT_EQ(static_call(interrupted)(0), 2);
	return true;
}

/*
 * The handler updates the key that is being called: that call goes to the old target or to the new
 * one, the next to the new one.
 */
CASE(interrupt, sweep_call_handler_updates)
{
	static const struct sweep sweep = { set_both, call_interrupted, updates, judge_updated,
					    SEEN(seen) };

	NEEDS_EXACT_ALARM();
	/* Linux never updates in a handler: a routine may ask whether it is in one. */
	WARNS_ARE_LEGAL();
	sweep_alarm(&sweep);
	EXPECT(seen.one && seen.two);
}

static void updates_both(struct pt_regs *regs)
{
	note(regs);
	static_call_update(interrupted, adds_three);
	EXPECT_EQ(static_call(interrupted)(0), 3);
	/* Last: what a routine keeps between its calls is then the other key's. */
	static_call_update(in_handler, adds_one);
}

static bool judge_updates(u64 result __maybe_unused)
{
	u64 after = static_call(interrupted)(0);

	EXPECT(after == 2 || after == 3);
	seen.two |= after == 2;
	seen.three |= after == 3;
	EXPECT_EQ(static_call(in_handler)(0), 1);
	return true;
}

static void updates_one_key(void)
{
	static_call_update(interrupted, adds_two);
}

static void updates_the_other(void)
{
	static_call_update(in_handler, adds_one);
}

/*
 * The handler updates while an update is under way, of the same key (the later one stays) and of
 * another (both are done): the routine is re-entrant. Linux does not ask for that, and one that
 * takes text_mutex, say, is not: another CPU's update waits then for one that has interrupts on.
 */
CASE(interrupt, sweep_update_handler_updates)
{
	static const struct sweep sweep = { set_both, update_interrupted, updates_both,
					    judge_updates, SEEN(seen) };

	NEEDS_EXACT_ALARM();
	WARNS_ARE_LEGAL();
	if (!stand_in_possible())
		SKIP(NO_STAND_IN);
	set_both();
	stand_in_run(updates_one_key, updates_the_other);
	if (stand_in_waited_unmasked())
		SKIP("an update takes a lock with interrupts on: none may come from an interrupt");
	sweep_alarm(&sweep);
	EXPECT(seen.two && seen.three);
}
