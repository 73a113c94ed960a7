/* SPDX-License-Identifier: GPL-2.0-only */
/* What a case reports, and to which result. */
#ifndef _SCT_REPORT_H
#define _SCT_REPORT_H

#include <linux/compiler.h>
#include <linux/types.h>

struct fault;

/* The later outranks the earlier. */
enum sct_verdict { SCT_PASS, SCT_SKIP, SCT_FAIL, SCT_ERROR };

struct sct_result {
	enum sct_verdict verdict;
	bool scratch;	  /* a control's own: prints nothing */
	char reason[160]; /* of the first failure, the skip or the error */
};

/* The result that expectations report to: the running case's, or a control's scratch result. */
extern struct sct_result *current_result;

/* Runs a statement with its expectations going to a scratch result, which it yields. */
#define SCRATCH(...) ({							\
	struct sct_result __scratch = { .scratch = true };		\
	struct sct_result *__outer = current_result;			\
	current_result = &__scratch;					\
	__VA_ARGS__;							\
	current_result = __outer;					\
	__scratch;							\
})

void case_fail(const char *file, int line, const char *fmt, ...) __printf(3, 4);
/* The bench is at fault, not the subject. */
void case_error(const char *fmt, ...) __printf(1, 2);
/*
 * What takes several CPUs at once was not seen often enough: nobody is to blame, and the harness
 * asks nobody.
 */
#define case_too_busy(fmt, ...) \
	case_error("this host was too busy to tell: " fmt, ##__VA_ARGS__)
void case_skip(const char *fmt, ...) __printf(1, 2);

/*
 * Nothing more can be said of the case that runs, since it came upon something at `pc` that this
 * runtime does not do: from here on no failure and no fault of it is told. `why` stays valid.
 */
void case_unjudged(const char *why, u64 pc);
/* The end of a case: if it is not judged, it is skipped, with the reason. */
void unjudged_skip(void);
/* A new case begins. */
void unjudged_forget(void);

/* A measured number, by name and unit. */
void metric(const char *name, u64 value, const char *unit);
/* One diagnostic line at the depth of a case; silent under a scratch result. */
void diag(const char *fmt, ...) __printf(1, 2);
/* A name for memory that a fault may be about, NULL for any other; whoever knows some sets it. */
extern const char *(*kind_of_memory)(u64 address);
/*
 * Names code that no file of sct's has symbols for, as function+0xOFFSET; NULL for any other.
 * NULL itself where all code has symbols.
 */
extern const char *(*name_of_code)(u64 address);
/* Prints a fault and its registers as diagnostic lines. */
void fault_print(const struct fault *fault);

#endif
