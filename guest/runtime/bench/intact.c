// SPDX-License-Identifier: GPL-2.0-only
/* Read-only memory against a copy of it, after each case. */
#include <asm/cacheflush.h>
#include <asm/fixmap.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/intact.h>
#include <sct/memory.h>
#include <sct/tramp.h>
#include <sct/updated.h>

extern u64 intact_copy[];

long __static_call_return0(void);

/*
 * A trampoline of a design that is not known, or that has its literal in text, beside code that is
 * patched: its own words may have changed, too.
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

/*
 * Takes over what an update has made of the literal that its trampoline's instructions name. One of
 * which nothing is seen to have changed is left.
 */
static bool take_over_literal(const void *tramp, u64 func, void *arg __maybe_unused)
{
	u64 literal = tramp_literal_of(tramp);

	if (is_read_only(literal) && IS_ALIGNED(literal, 8) && means(load(literal), func))
		*copy_of(literal) = load(literal);
	return true;
}

static bool does_not_explain(const void *tramp, u64 func, void *arg)
{
	u64 va = *(const u64 *)arg, literal = tramp_literal_of(tramp);
	bool own = va >= ALIGN_DOWN((u64)tramp, 8) && va < (u64)tramp + OWN_WORDS * 8;

	if (own && tramp_has_literal_beside(tramp))
		return false;
	/* A literal that a branch leads past may be left as it was. */
	if (ALIGN_DOWN(literal, 8) == va && tramp_goes_straight_to(tramp, (void *)func))
		return false;
	/* It is explained already. */
	if (is_read_only(literal) && means(load(literal), func))
		return true;
	return !own && !means(load(va), func);
}

/*
 * A word that no such literal explains may be that of a trampoline of another design: one of its
 * own, or the one word that holds its key's target.
 */
static bool is_another_designs(u64 va)
{
	return !for_each_updated(does_not_explain, &va);
}

static void put_right(u64 va)
{
	u64 *alias = (u64 *)set_fixmap_offset(FIX_SCRATCH, __pa_symbol(va));

	WRITE_ONCE(*alias, *copy_of(va));
	clear_fixmap(FIX_SCRATCH);
	caches_clean_inval_pou(va, va + sizeof(u64));
}

/*
 * Whether a page is as its copy is: eight words at a time, since it nearly always is. A compiler
 * that does not know where `same` comes from compares them in a row and branches once.
 */
static bool is_intact(u64 page)
{
	const u64 *now = (const u64 *)page, *copy = copy_of(page), *end = now + PAGE_SIZE / 8;

	barrier();
	for (; now < end; now += 8, copy += 8) {
		bool same = (now[0] == copy[0]) & (now[1] == copy[1]) & (now[2] == copy[2]) &
			    (now[3] == copy[3]) & (now[4] == copy[4]) & (now[5] == copy[5]) &
			    (now[6] == copy[6]) & (now[7] == copy[7]);

		OPTIMIZER_HIDE_VAR(same);
		if (!same)
			return false;
	}
	return true;
}

static void check_page(u64 page, struct intact_wrong *wrong)
{
	if (is_intact(page))
		return;
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
	static bool begun;

	wrong->words = 0;
	/* The controls before the first update write where they like. */
	begun |= any_updated();
	if (!begun)
		return true;
	for_each_updated(take_over_literal, NULL);
	for (u64 page = (u64)_text;; page += PAGE_SIZE) {
		if (!all)
			page = next_mapped_writable(page);
		if (page >= (u64)_erodata)
			break;
		check_page(page, wrong);
	}
	forget_updated();
	forget_mapped_writable();
	return !wrong->words;
}
