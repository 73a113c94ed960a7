/* SPDX-License-Identifier: GPL-2.0-only */
/* What cases need of the runtime that carries them, or of the subject, beyond what each has. */
#ifndef _SCT_NEEDS_H
#define _SCT_NEEDS_H

#include <linux/compiler.h>
#include <linux/stddef.h>
#include <linux/types.h>

enum sct_need {
	NEED_BOOT,	      /* a boot stub of the guest's own, and page tables that it made */
	NEED_INTERRUPTS,      /* interrupts that a case can place, and mask */
	NEED_STEPS,	      /* to do one instruction of the case at a time */
	NEED_PAGE_ATTRIBUTES, /* to be told whether a page is guarded */
	NEED_KCFI,	      /* C whose indirect calls are checked */
	NEED_MAPPINGS,	      /* page tables to look through, and to map pages in */
	NEED_HALVES,	      /* pages at four addresses that are two by their halves */
	NEED_UNGUARDED,	      /* a page of code that is not guarded, beside others that are */
	NEED_LOW_RODATA,      /* read-only data below the code */
	NEED_ONE_IMAGE,	      /* text and read-only data in one piece */
	NEED_OWN_POKE,	      /* to see how the patching code writes, and to make it fail */
	NEED_OWN_STACK,	      /* a stack that may run over */
	/* From here on of the subject's design. */
	NEED_TRAMPOLINE, /* calls that go through a trampoline, whose literal an update writes */
	NEED_PATCHING,	 /* updates that write what is read-only */
	/* And from here on of its trampoline, which the row names. */
	NEED_LOAD,  /* a literal that an ADRP and an LDR behind it load */
	NEED_FETCH, /* that other CPUs execute what one has patched */
};

/* `name` is NULL for all of a suite, `tramp` where no trampoline is asked. */
struct sct_needs {
	const char *suite, *name;
	enum sct_need need;
	const void *tramp;
};

#define __SCT_NEEDS(id, suite_, name_, need_, tramp_)						\
	static const struct sct_needs __used __section(".sct.needs") sct_needs_##id = {	\
		.suite = (suite_), .name = (name_), .need = (need_), .tramp = (tramp_),	\
	}

/* NEEDS_SUITE(interrupt, NEED_INTERRUPTS): beside the cases of the suite. */
#define NEEDS_SUITE(suite, need)	__SCT_NEEDS(suite##_##need, #suite, NULL, need, NULL)
/* NEEDS(memory, some_case, NEED_PAGE_ATTRIBUTES): above the case. */
#define NEEDS(suite, name, need) \
	__SCT_NEEDS(suite##_##name##_##need, #suite, #name, need, NULL)
/* The same of the trampoline of a key; with sct/static_call.h. */
#define NEEDS_SUITE_OF(suite, need, key) \
	__SCT_NEEDS(suite##_##need, #suite, NULL, need, STATIC_CALL_TRAMP_ADDR(key))
#define NEEDS_OF(suite, name, need, key) \
	__SCT_NEEDS(suite##_##name##_##need, #suite, #name, need, STATIC_CALL_TRAMP_ADDR(key))

/* Why this runtime has no such thing; NULL if it has it. */
const char *runtime_lacks(enum sct_need need);
/*
 * The same of the subject's design, from NEED_TRAMPOLINE on; `tramp`: what is asked, NULL if
 * none.
 */
const char *design_lacks(enum sct_need need, const void *tramp);
/* Whether nothing but a shadow call stack uses x18 here. */
bool runtime_keeps_x18(void);

#endif
