// SPDX-License-Identifier: GPL-2.0-only
/* Read-only memory against a copy of it, after each case. */
#include <asm/cacheflush.h>
#include <asm/fixmap.h>
#include <linux/kernel.h>
#include <linux/static_call_types.h>
#include <linux/string.h>
#include <sct/intact.h>
#include <sct/memory.h>
#include <sct/tramp.h>
#include <sct/updated.h>

extern u64 intact_copy[];
extern struct static_call_key *static_call_updated_end[];

long __static_call_return0(void);

/*
 * A trampoline of a design that is not known, or what it is made of: its own words may have
 * changed, too.
 */
#define OWN_WORDS	4

static u64 *copy_of(u64 va)
{
	return &intact_copy[(va - (u64)_text) / sizeof(u64)];
}

static bool is_read_only(u64 va)
{
	return va >= (u64)_text && va < (u64)_erodata;
}

static u64 load(u64 va)
{
	return READ_ONCE(*(u64 *)va);
}

void intact_init(void)
{
	memcpy(intact_copy, _text, (size_t)(_erodata - _text));
}

/*
 * Whether this may be what a literal holds whose key says `func`. What stands for NULL is the
 * subject's business, if it is code.
 */
static bool means(u64 value, u64 func)
{
	if (func)
		return value == func;
	return !value || value == (u64)__static_call_return0 ||
	       (value >= (u64)_stext && value < (u64)_etext);
}

static const void *tramp_of(struct static_call_key **p)
{
	return __static_call_text_start + (p - static_call_updated) * 4;
}

/*
 * Takes over what updates have made of the literals that a trampoline's instructions name. Those of
 * which nothing is seen to have changed are left.
 */
static void take_over_literals(void)
{
	for (struct static_call_key **p = static_call_updated; p < static_call_updated_end; p++) {
		u64 literal;

		if (!*p)
			continue;
		literal = tramp_literal_of(tramp_of(p));
		if (is_read_only(literal) && IS_ALIGNED(literal, 8) &&
		    means(load(literal), (u64)(*p)->func))
			*copy_of(literal) = load(literal);
	}
}

/*
 * A word that no such literal explains may be that of a trampoline of another design: one of its
 * own, or the one word that holds its key's target.
 */
static bool is_another_designs(u64 va)
{
	for (struct static_call_key **p = static_call_updated; p < static_call_updated_end; p++) {
		u64 tramp = (u64)tramp_of(p), literal;

		if (!*p)
			continue;
		literal = tramp_literal_of(tramp_of(p));
		/* It is explained already. */
		if (is_read_only(literal) && means(load(literal), (u64)(*p)->func))
			continue;
		if ((va >= ALIGN_DOWN(tramp, 8) && va < tramp + OWN_WORDS * 8) ||
		    means(load(va), (u64)(*p)->func))
			return true;
	}
	return false;
}

static void put_right(u64 va)
{
	u64 *alias = (u64 *)set_fixmap_offset(FIX_SCRATCH, __pa_symbol(va));

	WRITE_ONCE(*alias, *copy_of(va));
	clear_fixmap(FIX_SCRATCH);
	caches_clean_inval_pou(va, va + sizeof(u64));
}

static void check_page(u64 page, struct intact_wrong *wrong)
{
	for (u64 va = page; va < page + PAGE_SIZE; va += sizeof(u64)) {
		u64 found = load(va), expected = *copy_of(va);

		if (found == expected)
			continue;
		if (is_another_designs(va)) {
			*copy_of(va) = found;
			continue;
		}
		if (!wrong->words++) {
			wrong->va = va;
			wrong->found = found;
			wrong->expected = expected;
		}
		put_right(va);
	}
}

bool intact_check(bool all, struct intact_wrong *wrong)
{
	bool updated = false;

	wrong->words = 0;
	for (struct static_call_key **p = static_call_updated;
	     p < static_call_updated_end && !updated; p++)
		updated = *p;
	if (!updated)
		return true;
	for (u64 page = (u64)_text; page < (u64)_erodata; page += PAGE_SIZE) {
		if (!was_mapped_writable(page) && !all)
			continue;
		if (updated)
			take_over_literals();
		updated = false;
		check_page(page, wrong);
	}
	forget_mapped_writable();
	return !wrong->words;
}
