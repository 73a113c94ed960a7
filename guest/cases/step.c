// SPDX-License-Identifier: GPL-2.0-only
/*
 * What another CPU finds in the midst of an update, at each of its instructions: no race, but one
 * instruction at a time.
 */
#include <asm/fixmap.h>
#include <asm/pgtable.h>
#include <sct/case.h>
#include <sct/counts.h>
#include <sct/interrupt.h>
#include <sct/locks.h>
#include <sct/needs.h>
#include <sct/poke.h>
#include <sct/stand_in.h>
#include <sct/static_call.h>
#include <sct/step.h>
#include <sct/stop.h>
#include "callers.h"
#include "step_keys.h"

u64 step_one(u64 x)
{
	return x + 1;
}

static noinline u64 step_two(u64 x)
{
	return x + 2;
}

u64 step_three(u64 x)
{
	return x + 3;
}

static noinline u64 step_four(u64 x)
{
	return x + 4;
}

NEEDS_SUITE(step, NEED_STEPS);

typedef u64 target_fn(u64 x);

/* What a key may lead to. A and B differ in both halves, from one another and from RET0. */
enum target { A, B, NO_TARGET, RET0 };

/* Where a call came out; what a NULL call leaves in x0 is nobody's business. */
enum place { AT_A, AT_B, NOWHERE, ELSEWHERE };

static struct targets targets;

static target_fn *function_of(enum target target)
{
	switch (target) {
	case A:
		return (target_fn *)targets.a;
	case B:
		return (target_fn *)targets.b;
	case RET0:
		return (target_fn *)(u64)__static_call_return0;
	default:
		return NULL;
	}
}

static enum place place_of(enum target target)
{
	return target == A ? AT_A : target == B ? AT_B : NOWHERE;
}

static enum place where_it_comes_out(void)
{
	u64 at = __raw_static_call_cond(step_called)(0);

	if (at == targets.a)
		return AT_A;
	if (at == targets.b)
		return AT_B;
	return at == targets.mixed[0] || at == targets.mixed[1] ? ELSEWHERE : NOWHERE;
}

struct transition {
	enum target from, to;
};

/* What is judged now, and what was met. */
static struct {
	const struct transition *between;
	u64 instructions;
	bool old, new;
} met;

/* In the midst of the update, as another CPU might: it calls. */
static void calls_in_between(struct pt_regs *regs)
{
	enum place old = place_of(met.between->from), new = place_of(met.between->to),
		   place = ELSEWHERE;
	struct fault fault = CATCH(place = where_it_comes_out());

	if (fault.kind != FAULT_NONE)
		FAIL("an update is seen half done: a call before 0x%lx goes to 0x%lx and faults",
		     regs->pc, fault.elr);
	else if (place != old && place != new)
		FAIL("an update is seen half done: a call before 0x%lx goes to neither target",
		     regs->pc);
	met.old |= place == old;
	met.new |= place == new;
	if (current_result->verdict != SCT_PASS)
		step_stop();
}

static bool before_each(struct pt_regs *regs)
{
	met.instructions++;
	/* Nobody calls then. */
	if (!stop_machine_is_ours())
		call_on_sp_el0(calls_in_between, regs);
	return true;
}

/*
 * Before each instruction of an update another CPU's call goes to the old target or to the new one,
 * and never to an address mixed of both: no race decides that, for the update is done one
 * instruction at a time. A function, NULL and RET0 each give way to another one.
 */
static void check_update(const void *row)
{
	const struct transition *between = row;
	enum place place = ELSEWHERE;
	struct fault fault;

	if (!map_targets(&targets))
		return;
	met = (typeof(met)){ .between = between };
	static_call_update(step_called, function_of(between->from));
	/* A call that does not come out well by itself says nothing of an update. */
	fault = CATCH(place = where_it_comes_out());
	if (fault.kind != FAULT_NONE)
		FAIL("before any update in steps a call goes to 0x%lx and faults", fault.elr);
	else
		EXPECT_EQ(place, place_of(between->from));
	if (current_result->verdict != SCT_PASS)
		return;
	step_start(before_each);
	static_call_update(step_called, function_of(between->to));
	step_stop();
	if (current_result->verdict != SCT_PASS)
		return;
	EXPECT(met.old && met.new);
	EXPECT_EQ(where_it_comes_out(), place_of(between->to));
	metric("stepped", met.instructions, "instructions");
	static_call_update(step_called, step_one);
}

CASE_ROW(step, function_to_function, check_update, struct transition, { A, B });
CASE_ROW(step, function_to_null, check_update, struct transition, { A, NO_TARGET });
CASE_ROW(step, null_to_function, check_update, struct transition, { NO_TARGET, B });
CASE_ROW(step, function_to_ret0, check_update, struct transition, { B, RET0 });
CASE_ROW(step, ret0_to_function, check_update, struct transition, { RET0, A });

/* One of two who update, each as a CPU of its own would. */
struct updater {
	target_fn *last; /* where its key was last seen to lead, by itself */
	u64 updates, wrong;
};
static struct updater mine, theirs;

/* Whether one(0), two(0), … came to it; RET0 comes to 0, and NULL to anything. */
static bool leads_to(u64 result, target_fn *target)
{
	static target_fn *const numbered[] = { NULL, step_one, step_two, step_three, step_four };
	u64 n = ARRAY_SIZE(numbered) - 1;

	while (n > 0 && numbered[n] != target)
		n--;
	return !target || result == n;
}

static target_fn *next_of_theirs(void)
{
	switch (theirs.updates++ % 4) {
	case 0:
		return step_four;
	case 1:
		return NULL;
	case 2:
		return step_three;
	default:
		return function_of(RET0);
	}
}

static void updates_theirs(void)
{
	/* What was written to it a while ago is still there. */
	theirs.wrong += !leads_to(__raw_static_call_cond(step_theirs)(0), theirs.last);
	theirs.last = next_of_theirs();
	static_call_update(step_theirs, theirs.last);
	theirs.wrong += !leads_to(__raw_static_call_cond(step_theirs)(0), theirs.last);
}

static void updates_mine(void)
{
	static_call_update(step_mine, mine.last);
}

static void updates_shared(void)
{
	static_call_update(step_shared, mine.last);
}

/* The other one's targets are three and four: one's own last but one is never seen again. */
static void updates_shared_too(void)
{
	u64 result;

	theirs.last = theirs.updates++ % 2 ? step_three : step_four;
	static_call_update(step_shared, theirs.last);
	result = static_call(step_shared)(0);
	theirs.wrong += leads_to(result, theirs.last == step_three ? step_four : step_three);
}

/* What holds after two updates at once, whoever made them. */
static void expect_no_traces(unsigned int fixups)
{
	struct mapping map;

	EXPECT_EQ(theirs.wrong, 0);
	EXPECT_EQ(fixup_count - fixups, 0);
	EXPECT_NO_LOCK_HELD();
	EXPECT(!lookup_mapping(fix_to_virt(FIX_TEXT_POKE0), &map));
}

/*
 * Before each instruction of an update another CPU makes one of its own, of another key, from its
 * beginning to its end or until it waits for a lock: both are done, and neither in the other's
 * place. What is kept in a variable that both share shows, whoever is quicker.
 */
CASE(step, two_keys)
{
	unsigned int warnings = warn_count, fixups = fixup_count;
	u64 done = 0;

	if (!stand_in_possible())
		SKIP(NO_STAND_IN);
	tlb_flush_broadcast = false;
	static_call_update(step_theirs, step_three);
	theirs = (struct updater){ .last = step_three };
	for (int i = 0; i < 3 && current_result->verdict == SCT_PASS; i++) {
		mine.last = i == 0 ? step_two : i == 1 ? NULL : step_one;
		done += stand_in_run(updates_mine, updates_theirs);
		EXPECT(leads_to(__raw_static_call_cond(step_mine)(0), mine.last));
		EXPECT_EQ(warn_count - warnings, 0);
		expect_no_traces(fixups);
	}
	EXPECT(done > 0);
	metric("updates", done, "updates");
	static_call_update(step_theirs, step_three);
}

/*
 * The same of one key: the next call of either reaches its own target or the other's, never its own
 * last but one; and at last the key leads to the last one of either. Who looks whether the write
 * arrived may warn that it did not: another one came behind it.
 */
CASE(step, same_key)
{
	unsigned int fixups = fixup_count;
	u64 done = 0, result;

	if (!stand_in_possible())
		SKIP(NO_STAND_IN);
	WARNS_ARE_LEGAL();
	tlb_flush_broadcast = false;
	static_call_update(step_shared, step_one);
	theirs = (struct updater){ .last = step_three };
	for (int i = 0; i < 2 && current_result->verdict == SCT_PASS; i++) {
		mine.last = i ? step_one : step_two;
		done += stand_in_run(updates_shared, updates_shared_too);
		result = static_call(step_shared)(0);
		EXPECT(leads_to(result, mine.last) || leads_to(result, theirs.last));
		result = ((target_fn *)static_call_query(step_shared))(0);
		EXPECT(leads_to(result, mine.last) || leads_to(result, theirs.last));
		expect_no_traces(fixups);
		/* Key and literal may each hold another one's last: here they agree again. */
		static_call_update(step_shared, mine.last);
	}
	EXPECT(done > 0);
	metric("updates", done, "updates");
	static_call_update(step_shared, step_one);
}
