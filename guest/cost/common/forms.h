/* SPDX-License-Identifier: GPL-2.0-only */
/* The forms of a call. */
#ifndef _COST_FORMS_H
#define _COST_FORMS_H

#include <linux/types.h>

/* What a key leads to in a workload. */
typedef u64 target_fn(u32 key);

/* What a form can be asked for. */
enum form_can {
	CAN_CHANGE = 1, /* its target, by one store to a word */
	CAN_FAR = 2,	/* a target that a branch does not reach */
	CAN_CALL = 4,	/* a target of the workload's own */
	SUBJECTS = 8,	/* it is for the subject to lead there */
};

struct form {
	const char *name;
	unsigned int can;
	/* And why it can do no more. */
	const char *lack;
	/* Of as many it has keys. */
	u32 most_keys;
	/* Makes what key `i` needs to lead to `target`; false, with form_lack, if it cannot. */
	bool (*make)(u32 i, u64 target);
	/* Emits one call of key `i`, which leads to `target`. */
	void (*call)(u32 i, u64 target);
	/* Where the word with the target of key `i` can be written; NULL if nowhere. */
	u64 *(*word)(u32 i);
	/* What was changed is as it was. */
	void (*unmake)(u32 i);
};

extern const struct form forms[];
extern const unsigned int form_count;
/* Which of them is run a second time, as if it were another: the A/A control. */
extern const struct form *const form_again;

/* Why make() or word() could not. */
extern const char *form_lack;

#endif
