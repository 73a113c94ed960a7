/* SPDX-License-Identifier: GPL-2.0-only */
/* What cases need of the runtime that carries them, beyond what every runtime has. */
#ifndef _SCT_NEEDS_H
#define _SCT_NEEDS_H

#include <linux/compiler.h>
#include <linux/stddef.h>

enum sct_need {
	NEED_BOOT,	      /* a boot stub of the guest's own, and page tables that it made */
	NEED_INTERRUPTS,      /* interrupts that a case can place, and mask */
	NEED_STEPS,	      /* to do one instruction of the case at a time */
	NEED_PAGE_ATTRIBUTES, /* to be told whether a page is guarded */
	NEED_KCFI,	      /* C whose indirect calls are checked */
};

/* `name` is NULL for all of a suite. */
struct sct_needs {
	const char *suite, *name;
	enum sct_need need;
};

#define __SCT_NEEDS(id, suite_, name_, need_)						\
	static const struct sct_needs __used __section(".sct.needs") sct_needs_##id = {	\
		.suite = (suite_), .name = (name_), .need = (need_),			\
	}

/* NEEDS_SUITE(interrupt, NEED_INTERRUPTS): beside the cases of the suite. */
#define NEEDS_SUITE(suite, need)	__SCT_NEEDS(suite, #suite, NULL, need)
/* NEEDS(memory, some_case, NEED_PAGE_ATTRIBUTES): above the case. */
#define NEEDS(suite, name, need)	__SCT_NEEDS(suite##_##name, #suite, #name, need)

/* Why this runtime has no such thing; NULL if it has it. */
const char *runtime_lacks(enum sct_need need);

#endif
