// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupted between a branch and its landing pad: a sweep of the alarm over every kind of branch.
 */
#include <sct/case.h>
#include <sct/features.h>
#include <sct/needs.h>
#include <sct/static_call.h>
#include <sct/tramp.h>
#include "branch.h"
#include "bti_keys.h"
#include "interrupt.h"
#include "interrupt_sweep.h"

/* What SPSR.BTYPE a branch leaves that is interrupted before its target's first instruction. */
struct btype_row {
	branch_fn *branch; /* to the trampoline of bti_tramp, or to `at` itself */
	pad_fn *at;	   /* NULL: the trampoline's first instruction */
	u64 btype;
};

/* What is judged now: a case sets it before its sweep. */
static struct {
	const struct btype_row *row;
	bool clear; /* whether the handler clears SPSR.BTYPE before a missing landing pad */
} judged;

/* What the rounds of a sweep have met. */
static struct {
	u64 times; /* interrupted right at the landing pad */
} met;

static u64 branch_at(const struct btype_row *row)
{
	return row->at ? (u64)row->at : (u64)STATIC_CALL_TRAMP_ADDR(bti_tramp);
}

static u64 take_branch(void)
{
	return judged.row->branch(judged.row->at);
}

/* From a trampoline that branches directly, as a BL would. */
static bool is_straight(void)
{
	return HAS_TRAMPOLINES && judged.row->at && judged.row->branch == tramp_by_bl &&
	       tramp_goes_straight_to(STATIC_CALL_TRAMP_ADDR(bti_tramp), (void *)judged.row->at);
}

static void notes_btype(struct pt_regs *regs)
{
	note(regs);
	if (regs->pc != branch_at(judged.row))
		return;
	met.times++;
	EXPECT_EQ(SPSR_BTYPE(regs->pstate),
		  cpu_has_bti() && !is_straight() ? judged.row->btype : 0);
}

static bool judge_landing(u64 result)
{
	EXPECT_EQ(result, PAD_MAGIC);
	return true;
}

/*
 * Interrupted between the branch and its landing pad: SPSR.BTYPE says how it came, ERET restores
 * it, and the pad accepts it.
 */
static void check_btype(const void *row)
{
	static const struct sweep sweep = {
		.round = take_branch, .handler = notes_btype, .judge = judge_landing, SEEN(met)
	};

	NEEDS_EXACT_ALARM();
	judged.row = row;
	sweep_alarm(&sweep);
	EXPECT_EQ(met.times, 1);
}

/* Interrupted at the trampoline's own first instruction. */
NEEDS(interrupt, btype_bl, NEED_TRAMPOLINE);
NEEDS(interrupt, btype_blr, NEED_TRAMPOLINE);
NEEDS(interrupt, btype_veneer, NEED_TRAMPOLINE);
CASE_ROW(interrupt, btype_bl, check_btype, struct btype_row, { tramp_by_bl, NULL, 0 });
CASE_ROW(interrupt, btype_blr, check_btype, struct btype_row, { tramp_by_blr, NULL, 2 });
CASE_ROW(interrupt, btype_veneer, check_btype, struct btype_row, { tramp_by_veneer, NULL, 1 });
CASE_ROW(interrupt, btype_dispatch, check_btype, struct btype_row,
	 { tramp_by_bl, pad_bti_c, STATIC_CALL_BTYPE });

static void notes_or_clears_btype(struct pt_regs *regs)
{
	notes_btype(regs);
	if (judged.clear && regs->pc == (u64)pad_plain)
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
	bool lands = !cpu_has_bti() || (judged.clear && met.times);

	EXPECT_EQ(result, lands ? PAD_MAGIC : 0);
	return !met.times; /* what follows is the way through the exception code */
}

/*
 * A missing landing pad traps with an interrupt before it, too; and it is ERET that brings the
 * BTYPE back: cleared in SPSR, the branch lands.
 */
CASE(interrupt, btype_missing_pad)
{
	static const struct sweep sweep = { .round = blr_to_plain,
					    .handler = notes_or_clears_btype,
					    .judge = judge_missing_pad,
					    SEEN(met) };
	static const struct btype_row to_plain = { blr_x9, pad_plain, 2 };

	NEEDS_EXACT_ALARM();
	judged.row = &to_plain;
	for (int i = 0; i < 2; i++) {
		judged.clear = i;
		sweep_alarm(&sweep);
		EXPECT_EQ(met.times, 1);
	}
}
