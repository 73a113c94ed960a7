// SPDX-License-Identifier: GPL-2.0-only
/* A body is emitted anew for each form: landing pad, the sites in a row, the loop, the return. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/case.h>
#include <sct/guard.h>
#include "body.h"
#include "emit.h"
#include "memory.h"
#include "place.h"

/* For who evicts nothing that is looked at. */
static u64 nobodys_line[16] __aligned(64);

/* Where each site begins. */
static const u32 *sites[POOL_SIZE];

static char *body_start(void)
{
	return cost_code + placement.sites_at;
}

/* What a form without a word for its target leads to does without changes, and without a line. */
static bool has_word(const struct body *body)
{
	return body->happening == CHANGES || body->happening == EVICTS_WORD;
}

/* Every so many calls: the word gets the other target. */
static void emit_change(void)
{
	u32 *skip;

	emit(INSN_COUNTDOWN);
	skip = emit_at;
	emit(0);
	emit(INSN_REWIND);
	emit(INSN_TOGGLE);
	emit(INSN_STORE);
	{
		u32 *here = emit_at;

		emit_at = skip;
		emit_b_ne(here);
		emit_at = here;
	}
}

static void emit_site(const struct body *body, u32 i)
{
	u32 key = i % body->keys;

	switch (body->happening) {
	case EVICTS_WORD:
	case EVICTS_TYPE:
	case KEEPS:
		emit(INSN_EVICT);
		emit(INSN_DSB);
		break;
	case WALKS:
	case WALKS_NOWHERE:
		emit(INSN_WALK_1);
		emit(INSN_WALK_2);
		emit(INSN_WALK_3);
		emit(INSN_LOOK);
		emit(INSN_CHOOSE);
		emit_blr(8);
		return;
	case CHANGES:
	case NOTHING:
		break;
	}
	if (body->form)
		body->form->call(key, body->target(key) + body->far);
	if (body->happening == CHANGES)
		emit_change();
}

static void emit_body(const struct body *body)
{
	u32 *loop;

	emit_at = (u32 *)body_start();
	emit_landing_pad();
	emit(INSN_PUSH_LR);
	loop = emit_at;
	for (u32 i = 0; i < body->sites; i++) {
		sites[i] = emit_at;
		emit_site(body, i);
	}
	emit(INSN_LOOP);
	emit_b_ne(loop);
	emit(INSN_POP_LR);
	emit(INSN_RET);
}

/* What the registers hold for what happens; the word of a form is there by now. */
static void set_registers(const struct body *body, u64 *word, struct body_registers *registers)
{
	u64 first = body->target(0) + body->far, second = first + TARGET_STRIDE;

	*registers = (struct body_registers){ .word = (u64)nobodys_line };
	switch (body->happening) {
	case CHANGES:
		registers->toggle = first ^ second;
		registers->word = (u64)(word ?: nobodys_line);
		registers->now = first;
		registers->first = body->every;
		registers->second = body->every;
		break;
	case EVICTS_WORD:
		registers->word = (u64)(word ?: nobodys_line);
		break;
	case EVICTS_TYPE:
		registers->word = first - 4;
		break;
	case WALKS:
	case WALKS_NOWHERE:
		registers->toggle = body->happening == WALKS;
		registers->now = 0x5c7c0de5;
		registers->first = first;
		registers->second = second;
		break;
	case KEEPS:
	case NOTHING:
		break;
	}
}

bool body_make(const struct body *body, struct body_registers *registers)
{
	const struct form *form = body->form;
	u64 *word = NULL;

	for (u32 i = 0; form && i < body->keys; i++)
		if (!form->make(i, body->target(i) + body->far))
			return false;
	emit_body(body);
	code_executable(cost_code, cost_code + CODE_BYTES);
	if (form && has_word(body)) {
		word = form->word(0);
		if (!word) {
			body_unmake(body);
			return false;
		}
	}
	set_registers(body, word, registers);
	return true;
}

void body_run(const struct body *body, u64 loops, const struct body_registers *registers)
{
	/* Each run begins with the same target. */
	if (body->happening == CHANGES)
		*(u64 *)registers->word = registers->now;
	cost_run(body_start(), loops, registers);
}

u64 body_reaches(u32 i)
{
	struct fault fault = CATCH(cost_run_from(sites[i]));

	return fault.kind == FAULT_SYNC && fault.far == fault.elr ? fault.elr : 0;
}

void body_unmake(const struct body *body)
{
	const struct form *form = body->form;

	code_writable(cost_code, cost_code + CODE_BYTES);
	for (u32 i = 0; form && form->unmake && i < body->keys; i++)
		if (body->target(i) + body->far != target_of(i) || body->happening == CHANGES)
			form->unmake(i);
}
