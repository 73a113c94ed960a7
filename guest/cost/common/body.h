/* SPDX-License-Identifier: GPL-2.0-only */
/* What is measured: a loop of calls, and what happens between them. */
#ifndef _COST_BODY_H
#define _COST_BODY_H

#include "cost.h"
#include "forms.h"

/* What happens besides the calls. */
enum happening {
	NOTHING,
	CHANGES,       /* the target, every so many calls */
	EVICTS_WORD,   /* before each call the line of the word that holds the target */
	EVICTS_TYPE,   /* before each call the line of the word that kCFI compares */
	KEEPS,	       /* as it evicts, but another line */
	WALKS,	       /* a random one of two targets, by a register: no predictor can know */
	WALKS_NOWHERE, /* the same instructions, and always the first target */
};

struct body {
	const char *name;
	const struct form *form; /* NULL: all but the calls */
	target_fn *target;
	u32 keys, sites;
	enum happening happening;
	u32 every; /* calls between two changes */
	u64 far;   /* how far the targets are moved */
	u32 times; /* as many runs as one is of another body's */
};

/* Emits it into the placement, ready to run; false, with a reason in form_lack, if it cannot be. */
bool body_make(const struct body *body, struct body_registers *registers);
/* Runs it so many times. */
void body_run(const struct body *body, u64 loops, const struct body_registers *registers);
/*
 * Where its call of key `i` leads, by a page fault: no target can be executed meanwhile; 0:
 * nowhere.
 */
u64 body_reaches(u32 i);
/* What it changed is as it was, and its memory is data again. */
void body_unmake(const struct body *body);

#endif
