// SPDX-License-Identifier: GPL-2.0-only
/*
 * Code that is patched while others fetch it. What a CPU fetches too late QEMU cannot show: it has
 * no instruction cache. So the update is looked at instead, one instruction at a time: what it
 * writes into the trampoline, in which order, and what it executes to have that fetched.
 */
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <asm/sysreg.h>
#include <linux/string.h>
#include <sct/case.h>
#include <sct/features.h>
#include <sct/interrupt.h>
#include <sct/needs.h>
#include <sct/static_call.h>
#include <sct/step.h>
#include <sct/stop.h>
#include <sct/tramp.h>
#include "far.h"
#include "fetch_keys.h"
#include "fetch_table.h"
#include "led_key.h"

NEEDS_SUITE(fetch, NEED_STEPS);

/* Each returns a number of its own. */
noinline u64 fetch_one(u64 x __maybe_unused)
{
	return 1;
}

static noinline u64 fetch_two(u64 x __maybe_unused)
{
	return 2;
}

/* What a key may lead to: FAR is out of a branch's range, and within ADRP's. */
enum target { ONE, TWO, FAR, NOTHING };

#define FAR_BY	0x10000000UL

static u64 far_address(void)
{
	return (u64)_text + FAR_BY + ((u64)far_says_where - (u64)far_page);
}

/* False, and the case has failed, if the far target cannot be mapped. */
static bool map_far(void)
{
	bool mapped = map_page((u64)_text + FAR_BY, __pa_symbol(far_page),
			       PAGE_KERNEL_ROX | (cpu_has_bti() ? PTE_GP : 0));

	EXPECT(mapped);
	return mapped;
}

/*
 * What is done once to a trampoline shows in the first case that does it: each has a key of its
 * own.
 */
LED_KEY(fetch_changes, __raw_static_call_cond);
LED_KEY(fetch_maintained, __raw_static_call_cond);
LED_KEY(fetch_calls, __raw_static_call_cond);
LED_KEY(fetch_near_to_far, __raw_static_call_cond);
LED_KEY(fetch_null_to_far, __raw_static_call_cond);

/* That of the running case. */
static const struct led_key *key;

static void lead_to(enum target target)
{
	static far_fn *const near[] = { [ONE] = fetch_one, [TWO] = fetch_two };

	key->update(target == FAR	? (far_fn *)far_address()
		    : target == NOTHING ? NULL
					: near[target]);
}

/* What a call comes to that is given 0; NULL, which leaves it or returns 0, to 0. */
static u64 result_of(enum target target)
{
	return target == ONE ? 1 : target == TWO ? 2 : target == FAR ? far_address() : 0;
}

/* One after another: what was there before, then an update that is looked at. */
struct transition {
	enum target before, from, to;
};

/* What any design that patches code does so for is among the first. */
#define TELLING	3
static const struct transition transitions[] = {
	{ TWO, ONE, TWO }, { TWO, ONE, FAR },	  { TWO, ONE, NOTHING }, { TWO, NOTHING, ONE },
	{ ONE, FAR, TWO }, { ONE, FAR, NOTHING }, { ONE, NOTHING, FAR },
};

/* A trampoline's words, and those before it: a literal may be there. */
#define WORDS_BEFORE	4
#define WORDS		(WORDS_BEFORE + TRAMP_WORDS)

static const u32 *words(void)
{
	return (const u32 *)key->tramp - WORDS_BEFORE;
}

static bool is_literal(const u32 *word)
{
	const void *tramp = key->tramp;
	u64 literal = tramp_has_literal_beside(tramp) ? tramp_literal_of(tramp) : 0;

	return (u64)word - literal < sizeof(u64);
}

/* What is still to be done for a word that was written, in this order. */
enum due { CLEAN, CLEANED, INVALIDATE, INVALIDATED, SYNCHRONISE, DONE };

static const char *const due_words[] = {
	[CLEAN] = "no DC CVAU of it",
	[CLEANED] = "no DSB behind its DC CVAU",
	[INVALIDATE] = "no IC IVAU of it, or none behind that DSB",
	[INVALIDATED] = "no DSB behind its IC IVAU",
	[SYNCHRONISE] = "no ISB behind that DSB",
};

/* What an update was seen to write, and what it did for each of its words. */
static struct {
	u32 was[WORDS];
	struct change {
		u32 from, to;
		enum due due;
		bool written, stopped; /* while no other CPU executed anything */
	} words[WORDS];
	u64 writes;
} seen;

/* CTR_EL0 (Arm ARM D24.2.34): lines in words, as powers of two, and what need not be done. */
#define NO_CLEAN	BIT(28)
#define NO_INVALIDATE	BIT(29)

static u64 line_of(u64 address, unsigned int shift)
{
	return address & ~((4UL << (read_sysreg(ctr_el0) >> shift & 0xf)) - 1);
}

/*
 * A clean to the point of unification may name any alias of the line: the slot that it was written
 * through, too.
 */
static bool cleans(const u32 *word, u64 address)
{
	u64 offset = PAGE_SIZE - 1;

	return (line_of((u64)word, 16) & offset) == (line_of(address, 16) & offset);
}

static u64 operand_of(const struct pt_regs *regs, u32 insn)
{
	return (insn & 31) == 31 ? 0 : regs->regs[insn & 31];
}

/* DC CVAC, CVAU, CVAP, CVADP and CIVAC: SYS #3, C7, C10 to C14, #1. */
static bool is_clean(u32 insn)
{
	u32 line = insn >> 8 & 0xf;

	return (insn & 0xfffff0e0) == 0xd50b7020 && line >= 10 && line <= 14;
}

/* DSB of the inner shareable domain at least, of loads and stores. */
static bool is_dsb(u32 insn)
{
	u32 domain = insn >> 8 & 0xf;

	return (insn & 0xfffff0ff) == 0xd503309f && (domain == 3 || domain == 11 || domain == 15);
}

static enum due after(const struct pt_regs *regs, u32 insn, const u32 *word, enum due due)
{
	u64 ctr = read_sysreg(ctr_el0);

	if (due == CLEAN && (ctr & NO_CLEAN))
		due = CLEANED;
	if (due == INVALIDATE && (ctr & NO_INVALIDATE))
		due = INVALIDATED;
	switch (due) {
	case CLEAN:
		return is_clean(insn) && cleans(word, operand_of(regs, insn)) ? CLEANED : due;
	case CLEANED:
		/* Without a clean, that of stores alone does (Arm ARM B2.4.4). */
		return is_dsb(insn) || ((ctr & NO_CLEAN) && insn == 0xd5033a9f) ? INVALIDATE : due;
	case INVALIDATE:
		/* IC IALLUIS, or IC IVAU by the address that is executed. */
		return insn == 0xd508711f ||
				       ((insn & 0xffffffe0) == 0xd50b7520 &&
					line_of(operand_of(regs, insn), 0) == line_of((u64)word, 0))
			       ? INVALIDATED
			       : due;
	case INVALIDATED:
		return is_dsb(insn) || ((ctr & NO_INVALIDATE) && (ctr & NO_CLEAN)) ? SYNCHRONISE
										   : due;
	case SYNCHRONISE:
		return (insn & 0xfffff0ff) == 0xd50330df ? DONE : due;
	default:
		return due;
	}
}

static void takes_note_of(const struct pt_regs *regs, u32 insn)
{
	const u32 *now = words();

	for (unsigned int i = 0; i < WORDS; i++) {
		struct change *change = &seen.words[i];
		u32 word = READ_ONCE(now[i]);

		if (word != seen.was[i]) {
			if (!change->written)
				change->from = seen.was[i];
			change->to = word;
			change->due = CLEAN;
			change->written = true;
			change->stopped = stop_machine_is_ours();
			seen.was[i] = word;
			seen.writes++;
		}
		if (change->written)
			change->due = after(regs, insn, &now[i], change->due);
	}
}

static bool before_each(struct pt_regs *regs)
{
	takes_note_of(regs, *(const u32 *)regs->pc);
	return true;
}

/* As it was built, a trampoline is what no update has made of it: the first one may show more. */
static const struct transition first_of_all = { ONE, ONE, TWO };

/* Does one update and looks at it; the literal is no code. */
static void look_at(const struct transition *transition)
{
	if (transition != &first_of_all) {
		lead_to(transition->before);
		lead_to(transition->from);
	}
	memset(&seen, 0, sizeof(seen));
	memcpy(seen.was, words(), sizeof(seen.was));
	step_start(before_each);
	lead_to(transition->to);
	step_stop();
	for (unsigned int i = 0; i < WORDS; i++)
		if (is_literal(&words()[i]))
			seen.words[i].written = false;
}

static const char *const names[] = { "a near target", "another near one", "a far one", "NULL" };

#define NO_CODE_CHANGES	"no update changes code"

typedef void judge_fn(const struct transition *transition, unsigned int at);

/* Looks at one; how many words of code it changed. */
static u64 judge_changes(const struct transition *transition, judge_fn *judge)
{
	u64 changes = 0;

	look_at(transition);
	for (unsigned int at = 0; at < WORDS; at++) {
		if (!seen.words[at].written)
			continue;
		changes++;
		judge(transition, at);
	}
	return changes;
}

/* Looks at each transition; how many words of code changed in all. */
static u64 for_each_change(judge_fn *judge)
{
	u64 changes;

	if (!map_far())
		return 1;
	/* A far target that it refuses is told by another case (far.one_target_after_another). */
	WARNS_ARE_LEGAL();
	changes = judge_changes(&first_of_all, judge);
	for (size_t i = 0; i < ARRAY_SIZE(transitions) && (changes || i < TELLING); i++)
		changes += judge_changes(&transitions[i], judge);
	lead_to(ONE);
	return changes;
}

static long offset_of(unsigned int at)
{
	return ((long)at - WORDS_BEFORE) * 4;
}

static void expect_modifiable(const struct transition *transition, unsigned int at)
{
	const struct change *change = &seen.words[at];
	const char *from = concurrently_modifiable(change->from),
		   *to = concurrently_modifiable(change->to);

	if (current_result->verdict != SCT_PASS || change->stopped || (from && to))
		return;
	FAIL("from %s to %s, trampoline+0x%lx: 0x%08x (%s) becomes 0x%08x (%s)",
	     names[transition->from], names[transition->to], offset_of(at), change->from,
	     from ?: "may not be changed", change->to, to ?: "may not take its place");
}

/*
 * A CPU that executes an instruction while another one changes it executes the old one or the new
 * one only if both are of a short list (Arm ARM B2.2.5, a table in fetch_table.c): all else may do
 * anything, and needs the others stopped meanwhile. Looked at is each word that an update changes
 * in the trampoline.
 */
CASE(fetch, changes_what_may_be_changed)
{
	key = &fetch_changes;
	if (!HAS_TRAMPOLINES || !for_each_change(expect_modifiable))
		SKIP(NO_CODE_CHANGES);
}

static void expect_maintained(const struct transition *transition, unsigned int at)
{
	enum due due = seen.words[at].due;

	if (current_result->verdict != SCT_PASS || due == DONE)
		return;
	FAIL("from %s to %s, trampoline+0x%lx is written, and when the update returns there was %s",
	     names[transition->from], names[transition->to], offset_of(at), due_words[due]);
}

/*
 * When an update returns, each word of code that it has written has been cleaned to where
 * instructions are fetched from and thrown out of the instruction caches (Arm ARM B2.4.4: DC CVAU,
 * DSB, IC IVAU, DSB, ISB, but for what CTR_EL0 says is not needed). QEMU needs none of that, so
 * what the update executes is looked at.
 */
CASE(fetch, maintained_before_return)
{
	key = &fetch_maintained;
	if (!HAS_TRAMPOLINES || !for_each_change(expect_maintained))
		SKIP(NO_CODE_CHANGES);
}

/* What is judged now, and the first call in its midst that came out at neither target. */
static struct {
	const struct transition *between;
	bool astray, faulted;
	u64 pc, at;
} met;

/* In the midst of the update, as another CPU might: it calls. */
static void calls_in_between(struct pt_regs *regs)
{
	u64 result = ~0UL;
	struct fault fault = CATCH(result = key->call(0));

	met.faulted = fault.kind != FAULT_NONE;
	met.astray = met.faulted || (result != result_of(met.between->from) &&
				     result != result_of(met.between->to));
	met.pc = regs->pc;
	met.at = met.faulted ? fault.elr : result;
	if (met.astray)
		step_stop();
}

static bool calls_before_each(struct pt_regs *regs)
{
	if (!stop_machine_is_ours())
		call_on_sp_el0(calls_in_between, regs);
	return true;
}

/* A call while no update is under way. */
static bool comes_out_at(enum target target)
{
	u64 result = ~0UL;

	EXPECT_NO_FAULT(result = key->call(0));
	if (current_result->verdict == SCT_PASS)
		EXPECT_EQ(result, result_of(target));
	return current_result->verdict == SCT_PASS;
}

/*
 * Where a call before the update or behind it goes wrong by itself, what is met in between says
 * nothing of the order in which the update writes.
 */
static void call_during(const struct transition *transition)
{
	met = (typeof(met)){ .between = transition };
	lead_to(transition->before);
	lead_to(transition->from);
	if (!comes_out_at(transition->from))
		return;
	step_start(calls_before_each);
	lead_to(transition->to);
	step_stop();
	if (!comes_out_at(transition->to) || !met.astray)
		return;
	FAIL("from %s to %s in steps: a call before 0x%lx %s 0x%lx%s", names[transition->from],
	     names[transition->to], met.pc,
	     met.faulted ? "goes to" : "comes out at neither, but at", met.at,
	     met.faulted ? " and faults" : "");
}

/*
 * Data is written before the instruction that leads to it: before each instruction of an update a
 * call comes out at the target of before or at the new one, never at one from before that, whose
 * address is still in a literal that nothing led to, and never at half an address. Near targets,
 * far ones and NULL in turn.
 */
CASE(fetch, leads_to_no_target_of_before)
{
	static const struct transition near_to_far = { TWO, ONE, FAR },
				       null_to_far = { ONE, NOTHING, FAR };

	if (!map_far())
		return;
	WARNS_ARE_LEGAL();
	key = &fetch_near_to_far;
	call_during(&near_to_far);
	key = &fetch_null_to_far;
	call_during(&null_to_far);
	key = &fetch_calls;
	for (size_t i = 0; i < ARRAY_SIZE(transitions) && current_result->verdict == SCT_PASS; i++)
		call_during(&transitions[i]);
}
