// SPDX-License-Identifier: GPL-2.0-only
/*
 * Which branch may land on what (Arm ARM, DDI 0487, D8.4.3 and the BTI and PACIxSP pages of C6.2).
 * The entries are the BTYPE of the expected exception, 0 for none. On a CPU without BTI the same
 * rows must all not trap.
 */
#include <sct/case.h>
#include <sct/features.h>
#include <sct/needs.h>
#include <sct/static_call.h>
#include <sct/tramp.h>
#include "branch.h"
#include "bti_keys.h"

struct branch_row {
	branch_fn *branch;
	pad_fn *target;
	u64 btype;
};

static void expect_landing(const struct branch_row *row)
{
	u64 result = 0;

	if (row->btype && cpu_has_bti()) {
		EXPECT_BTI(row->btype, row->target, row->branch(row->target));
	} else {
		EXPECT_NO_FAULT(result = row->branch(row->target));
		EXPECT_EQ(result, PAD_MAGIC);
	}
}

static void check_branch(const void *row)
{
	expect_landing(row);
}

/*
 * Every kind of branch onto every landing pad traps where the architecture says, with that BTYPE,
 * and nowhere else: what the rows of the trampoline below rest on. SCTLR_EL1.BT1 is set, as in
 * Linux: PACIxSP is no landing pad for BR through other registers than x16 and x17.
 */
#define PAD(pad, bl, b, ret, blr, br16, br17, br9)						\
	CASE_ROW(bti, bl_##pad, check_branch, struct branch_row, { bl_to_##pad, pad_##pad, bl }); \
	CASE_ROW(bti, b_##pad, check_branch, struct branch_row, { b_to_##pad, pad_##pad, b });	\
	CASE_ROW(bti, ret_##pad, check_branch, struct branch_row, { ret_x9, pad_##pad, ret });	\
	CASE_ROW(bti, blr_##pad, check_branch, struct branch_row, { blr_x9, pad_##pad, blr });	\
	CASE_ROW(bti, br_x16_##pad, check_branch, struct branch_row, { br_x16, pad_##pad, br16 }); \
	CASE_ROW(bti, br_x17_##pad, check_branch, struct branch_row, { br_x17, pad_##pad, br17 }); \
	CASE_ROW(bti, br_x9_##pad, check_branch, struct branch_row, { br_x9, pad_##pad, br9 })

/* clang-format off */
/*  landing pad  bl  b  ret  blr  br x16  br x17  br x9 */
PAD(plain,        0, 0,   0,   2,      1,      1,     3);
PAD(nop,          0, 0,   0,   2,      1,      1,     3);
PAD(bti,          0, 0,   0,   2,      1,      1,     3);
PAD(bti_c,        0, 0,   0,   0,      0,      0,     3);
PAD(bti_j,        0, 0,   0,   2,      0,      0,     0);
PAD(bti_jc,       0, 0,   0,   0,      0,      0,     0);
PAD(paciasp,      0, 0,   0,   0,      0,      0,     3);
PAD(pacibsp,      0, 0,   0,   0,      0,      0,     3);
/* clang-format on */

/*
 * The trampoline: it can be entered by each kind of call, and branches on through x16. A target
 * without a landing pad still traps, behind the trampoline and not at it: hiding the branch from
 * the compiler must not hide it from BTI. Where patched code branches directly, as a BL would,
 * there is nothing to check. Without a trampoline the call itself is a BLR.
 */
static void check_tramp(const void *arg)
{
	struct branch_row row = *(const struct branch_row *)arg;

	static_call_update(bti_tramp, row.target);
	if (HAS_TRAMPOLINES &&
	    tramp_goes_straight_to(STATIC_CALL_TRAMP_ADDR(bti_tramp), row.target))
		row.btype = 0;
	expect_landing(&row);
	static_call_update(bti_tramp, pad_bti_c);
}

#define TRAMP(pad, bl, blr, veneer, without)					\
	NEEDS(bti, tramp_blr_##pad, NEED_TRAMPOLINE);				\
	NEEDS(bti, tramp_veneer_##pad, NEED_TRAMPOLINE);			\
	CASE_ROW(bti, tramp_bl_##pad, check_tramp, struct branch_row,		\
		 { tramp_by_bl, pad_##pad, HAS_TRAMPOLINES ? bl : without });	\
	CASE_ROW(bti, tramp_blr_##pad, check_tramp, struct branch_row,		\
		 { tramp_by_blr, pad_##pad, blr });				\
	CASE_ROW(bti, tramp_veneer_##pad, check_tramp, struct branch_row,	\
		 { tramp_by_veneer, pad_##pad, veneer })

/* clang-format off */
/*    target   bl  blr  veneer  without a trampoline */
TRAMP(plain,    1,   1,      1,      2);
TRAMP(nop,      1,   1,      1,      2);
TRAMP(bti,      1,   1,      1,      2);
TRAMP(bti_c,    0,   0,      0,      0);
TRAMP(bti_j,    0,   0,      0,      2);
TRAMP(bti_jc,   0,   0,      0,      0);
TRAMP(paciasp,  0,   0,      0,      0);
TRAMP(pacibsp,  0,   0,      0,      0);
/* clang-format on */
