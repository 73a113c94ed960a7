// SPDX-License-Identifier: GPL-2.0-only
/*
 * Each form of a call, as data: what has to be there for a key, and the instructions of a site. The
 * subject's trampolines are its own, of the pool; those of `reviewed` and `v7` are emitted, so that
 * all three can be compared in one boot.
 */
#include <asm/cacheflush.h>
#include <asm/pgtable.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <sct/addresses.h>
#include <sct/case.h>
#include <sct/static_call.h>
#include <sct/tramp.h>
#include "cost.h"
#include "emit.h"
#include "forms.h"
#include "place.h"

const char *form_lack;

/* BL, and behind it, if it has to be, what a module's loader puts in between. */
static bool in_reach(u64 from, u64 to)
{
	s64 distance = (s64)(to - from);

	/* 128 MiB, less the code itself. */
	return distance < (s64)SZ_128M / 2 && distance > -(s64)SZ_128M / 2;
}

/* Writes instructions where an emitted trampoline lies, and comes back to the body. */
static u32 *begin_tramp(u32 i)
{
	u32 *body = emit_at;

	emit_at = (u32 *)emitted_tramp(i);
	return body;
}

static bool make_veneer(u32 i, u64 target)
{
	u32 *body;

	if (in_reach((u64)cost_code, target))
		return true;
	body = begin_tramp(i);
	emit_landing_pad();
	emit_address(16, target);
	emit_br(16);
	emit_at = body;
	return true;
}

static void call_direct(u32 i, u64 target)
{
	emit_bl(in_reach((u64)cost_code, target) ? target : emitted_tramp(i));
}

static bool make_pointer(u32 i, u64 target)
{
	*emitted_pointer(i) = target;
	return true;
}

static void call_generic(u32 i, u64 target __maybe_unused)
{
	emit_load(8, (u64)emitted_pointer(i));
	emit_blr(8);
}

static void call_kcfi(u32 i, u64 target __maybe_unused)
{
	emit_load(8, (u64)emitted_pointer(i));
	if (!emit_kcfi_call())
		case_error(
			"clang's check is not as it is known to be: ldur w16, [x8, #-4] to blr x8");
}

static void call_tramp(u32 i, u64 target __maybe_unused)
{
	emit_bl(emitted_tramp(i));
}

static bool make_reviewed(u32 i, u64 target)
{
	u32 *body = begin_tramp(i);

	emit_landing_pad();
	emit_load(16, (u64)emitted_literal(i));
	emit_br(16);
	emit_at = body;
	*emitted_literal(i) = target;
	return true;
}

static bool make_v7(u32 i, u64 target)
{
	u32 *body = begin_tramp(i);

	emit_landing_pad();
	emit_load(16, (u64)emitted_literal(i));
	emit_cbz(16, 2);
	emit_br(16);
	emit(INSN_RET);
	emit_at = body;
	*emitted_literal(i) = target;
	return true;
}

static bool make_branch(u32 i, u64 target)
{
	u32 *body = begin_tramp(i);

	emit_landing_pad();
	emit_b(target);
	emit_at = body;
	return true;
}

#ifdef CONFIG_HAVE_STATIC_CALL
/* By the subject's own routine; the pool's keys lead to their own targets already. */
static bool make_subject(u32 i, u64 target)
{
	if (target != target_of(i))
		arch_static_call_transform(NULL, (void *)subject_tramp(i), (void *)target, false);
	return true;
}

static void unmake_subject(u32 i)
{
	arch_static_call_transform(NULL, (void *)subject_tramp(i), (void *)target_of(i), false);
}

static void call_subject(u32 i, u64 target __maybe_unused)
{
	emit_bl(subject_tramp(i));
}

/* A second mapping of the literal's page, so that one store changes it, as with the others. */
static u64 *subject_word(u32 i)
{
	u64 literal = tramp_literal_of((void *)subject_tramp(i));

	form_lack = "nobody can tell where this trampoline keeps its target";
	if (!literal)
		return NULL;
	form_lack = "the literal's page cannot be mapped once more";
	if (!map_page(ADDRESS_FAR, ALIGN_DOWN(__pa_symbol(literal), PAGE_SIZE), PAGE_KERNEL))
		return NULL;
	return (u64 *)(ADDRESS_FAR + (literal & (PAGE_SIZE - 1)));
}

static bool make_null(u32 i __maybe_unused, u64 target __maybe_unused)
{
	return true;
}

static void call_null(u32 i, u64 target __maybe_unused)
{
	emit_bl(subject_null_tramp(i));
}
#else
/* Without trampolines: as clang makes static_call() and static_call_cond() of the pool's keys. */
static bool make_subject(u32 i, u64 target)
{
	*subject_key(i) = target;
	return true;
}

static void unmake_subject(u32 i)
{
	*subject_key(i) = target_of(i);
}

static void call_subject(u32 i, u64 target __maybe_unused)
{
	emit_load(8, (u64)subject_key(i));
	emit_blr(8);
}

static u64 *subject_word(u32 i)
{
	return subject_key(i);
}

static bool make_null(u32 i __maybe_unused, u64 target __maybe_unused)
{
	return true;
}

/* Two instructions, as a target has. */
static void call_null(u32 i, u64 target __maybe_unused)
{
	emit_load(8, (u64)subject_null_key(i));
	emit_address(9, (u64)cost_target_0000);
	emit(INSN_CMP_X8_0);
	emit(INSN_CSEL_X8_X9);
	emit_blr(8);
}
#endif

static u64 *literal_word(u32 i)
{
	return emitted_literal(i);
}

static u64 *pointer_word(u32 i)
{
	return emitted_pointer(i);
}

#define CAN_ALL	(CAN_CHANGE | CAN_FAR | CAN_CALL)
#define NO_WORD	"its target is in its code: no word holds it"
#define NEAR	"its target is in its code, and in reach of a branch"
#define NOWHERE	"it has no target; and not as many keys as the largest sets"

const struct form forms[] = {
	{ "direct", CAN_FAR | CAN_CALL, NO_WORD, POOL_SIZE, make_veneer, call_direct, NULL, NULL },
	{ "generic", CAN_ALL, NULL, POOL_SIZE, make_pointer, call_generic, pointer_word, NULL },
	{ "kcfi", CAN_ALL, NULL, POOL_SIZE, make_pointer, call_kcfi, pointer_word, NULL },
	{ "subject", CAN_ALL | SUBJECTS, NULL, POOL_SIZE, make_subject, call_subject, subject_word,
	  unmake_subject },
	{ "subject_null", 0, NOWHERE, NULL_SIZE, make_null, call_null, NULL, NULL },
	{ "reviewed", CAN_ALL, NULL, POOL_SIZE, make_reviewed, call_tramp, literal_word, NULL },
	{ "v7", CAN_ALL, NULL, POOL_SIZE, make_v7, call_tramp, literal_word, NULL },
	{ "branch", CAN_CALL, NEAR, POOL_SIZE, make_branch, call_tramp, NULL, NULL },
};

const unsigned int form_count = ARRAY_SIZE(forms);
const struct form *const form_again = &forms[2];
