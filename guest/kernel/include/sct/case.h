/* SPDX-License-Identifier: GPL-2.0-only */
/* What a case is made of, and what it expects. */
#ifndef _SCT_CASE_H
#define _SCT_CASE_H

#include <linux/kernel.h>
#include <sct/guard.h>
#include <sct/report.h>

/*
 * A case is one function:
 *
 *	CASE(dispatch, first_target)
 *	{
 *		EXPECT_EQ(static_call(key)(1), 2);
 *	}
 *
 * or one row of a table that a function runs:
 *
 *	CASE_ROW(bti, blr_to_nop, check_branch, { call_blr, pad_nop, ESR_BTI(2) });
 *
 * The harness reads the plan from the local symbols `sct_case.<suite>.<case>`. A suite is one file,
 * or some that are named after it: its cases run in the order of the files' names.
 */
struct sct_case {
	const char *suite, *name;
	const char *file;
	int line;
	case_fn *run;
	const void *row;
};

#define __SCT_CASE(suite_, name_, run_, row_)						\
	static const struct sct_case __used __section(".sct.cases." #suite_)		\
		sct_case_##suite_##_##name_ asm("sct_case." #suite_ "." #name_) = {	\
			.suite = #suite_, .name = #name_,				\
			.file = __FILE__, .line = __LINE__,				\
			.run = (run_), .row = (row_),					\
		}

#define CASE(suite, name)							\
	static void suite##_##name(const void *row);				\
	__SCT_CASE(suite, name, suite##_##name, NULL);				\
	static void suite##_##name(const void *row __maybe_unused)

#define CASE_ROW(suite, name, run, row_type, ...)				\
	static const row_type row_##suite##_##name = __VA_ARGS__;		\
	__SCT_CASE(suite, name, run, &row_##suite##_##name)

/* Ends the case; only from its own function. */
#define SKIP(fmt, ...) do { case_skip(fmt, ##__VA_ARGS__); return; } while (0)

#define FAIL(fmt, ...) case_fail(__FILE__, __LINE__, fmt, ##__VA_ARGS__)

#define EXPECT(condition) do {							\
	if (!(condition))							\
		FAIL("expected: %s", #condition);				\
} while (0)

#define EXPECT_EQ(actual, expected) \
	expect_eq(__FILE__, __LINE__, #actual, (u64)(actual), (u64)(expected))

/* A Branch Target exception with this BTYPE at this address (its ELR: FAR is not written). */
#define EXPECT_BTI(btype, at, ...) do {						\
	struct fault __f = CATCH(__VA_ARGS__);					\
	expect_bti(__FILE__, __LINE__, #__VA_ARGS__, &__f, btype, (u64)(at));	\
} while (0)

/* A level 3 permission fault by a store to this address. */
#define EXPECT_STORE_FAULT(at, ...) do {					\
	struct fault __f = CATCH(__VA_ARGS__);					\
	expect_store_fault(__FILE__, __LINE__, #__VA_ARGS__, &__f, (u64)(at));	\
} while (0)

/*
 * A call of this target is refused by kCFI, which expected it to be of the type of the function
 * `like`.
 */
#define EXPECT_CFI(target, like, ...) do {						\
	struct fault __f = CATCH(__VA_ARGS__);						\
	expect_cfi(__FILE__, __LINE__, #__VA_ARGS__, &__f, #target, (void *)(target), #like, \
		   (void *)(like));							\
} while (0)

#define EXPECT_NO_FAULT(...) do {						\
	struct fault __f = CATCH(__VA_ARGS__);					\
	EXPECT_NO_FAULT_IN(#__VA_ARGS__, __f);					\
} while (0)
/* The same of one that was caught before. */
#define EXPECT_NO_FAULT_IN(what, fault)	expect_no_fault(__FILE__, __LINE__, what, &(fault))

/* As the runner says it at the end of each case; with sct/locks.h. */
#define EXPECT_NO_LOCK_HELD() do {						\
	if (held_lock())							\
		FAIL("a lock is left held: %s", held_lock());			\
} while (0)

/* How many WARNs the case provokes; none unless it says so. */
#define EXPECT_WARNS(count)	expect_warns(count)
/* Of two updates at once one may say that it does not find what it wrote. */
#define WARNS_ARE_LEGAL()	expect_warns(~0U)

void expect_warns(unsigned int count);
void expect_eq(const char *file, int line, const char *what, u64 actual, u64 expected);
void expect_bti(const char *file, int line, const char *what, const struct fault *fault, u64 btype,
		u64 at);
void expect_store_fault(const char *file, int line, const char *what, const struct fault *fault,
			u64 at);
void expect_cfi(const char *file, int line, const char *what, const struct fault *fault,
		const char *target_name, const void *target, const char *like_name,
		const void *like);
void expect_no_fault(const char *file, int line, const char *what, const struct fault *fault);

#endif
