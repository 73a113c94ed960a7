// SPDX-License-Identifier: GPL-2.0-only
/*
 * Wherever trampoline and literal come to lie. What is wrong for some page offsets alone, or for
 * one direction, a handful of keys may never show; an update that decodes to the wrong place shows
 * as another key's target.
 */
#include <linux/kernel.h>
#include <sct/case.h>
#include <sct/needs.h>
#include <sct/static_call.h>
#include "placement_keys.h"
#include "placement_low_keys.h"
#include "tramp.h"

/* Each target returns a number of its own, 0x1000 to 0x13ff. */
#define DEFINE_TARGET(n)						\
	asm("	.pushsection .text, \"ax\"\n"				\
	    "	.balign	4\n"						\
	    "	.globl	placement_target_" #n "\n"			\
	    "placement_target_" #n ":\n"				\
	    "	hint	#34\n"						\
	    "	mov	x0, #0x1" #n "\n"				\
	    "	ret\n"							\
	    "	.popsection\n");

EACH_KEY(DEFINE_TARGET, DEFINE_TARGET, DEFINE_TARGET)

/* In the order of the numbers. */
static const struct placed {
	number_fn *tramp;
	struct static_call_key *key;
	number_fn *target; /* at first */
} keys[PLACEMENT_KEYS] = {
#define ROW(n, target)		\
	{ STATIC_CALL_TRAMP_PTR(placement_##n), &STATIC_CALL_KEY(placement_##n), target },
#define ROW_SET(n)		ROW(n, placement_target_##n)
#define ROW_RET0(n)		ROW(n, (number_fn *)__static_call_return0)
#define ROW_NOTHING(n)		ROW(n, NULL)
	EACH_KEY(ROW_SET, ROW_RET0, ROW_NOTHING)
};

static void update(const struct placed *key, number_fn *target)
{
	update_static_call(key->key, (void *)key->tramp, (void *)target);
}

/* __nocfi: a trampoline has no type word, nor have the targets. */
static __nocfi u64 call(const struct placed *key)
{
	number_fn *generic = READ_ONCE(key->key->func);

	if (HAS_TRAMPOLINES)
		return key->tramp();
	return generic ? generic() : 0;
}

/*
 * NULL must come back, with whatever result. False if it went elsewhere: the first such key of a
 * case says enough.
 */
static __nocfi bool goes_to(const struct placed *key, number_fn *target)
{
	u64 got = call(key), wanted = target ? target() : got;

	if (got == wanted)
		return true;
	FAIL("key %lu, trampoline %p: expected 0x%lx, got 0x%lx", (u64)(key - keys),
	     (void *)key->tramp, wanted, got);
	return false;
}

/* How a trampoline loads its literal. What knows of no such load does not look for literals. */
static struct tramp_load load;

static bool find_load(void)
{
	return tramp_find_load((const void *)keys[0].tramp, &load);
}

/* 1,024 keys as the macros made them, RET0 and NULL among them: each goes to its own target. */
CASE(placement, first_targets)
{
	for (unsigned int i = 0; i < PLACEMENT_KEYS && goes_to(&keys[i], keys[i].target); i++)
		;
}

/* The other key whose first target a key gets: each key's once, since the step is odd. */
static const struct placed *partner(unsigned int i)
{
	return &keys[(i * 677 + 5) % PLACEMENT_KEYS];
}

/*
 * All of them updated, in an order that jumps about, and only then called: each must have got what
 * was meant for it, and no literal may be another key's.
 */
CASE(placement, each_its_own)
{
	for (unsigned int i = 0; i < PLACEMENT_KEYS; i++) {
		unsigned int k = (i * 405 + 77) % PLACEMENT_KEYS;

		update(&keys[k], partner(k)->target);
	}
	for (unsigned int i = 0; i < PLACEMENT_KEYS && goes_to(&keys[i], partner(i)->target); i++)
		;
	for (unsigned int i = PLACEMENT_KEYS; i--;)
		update(&keys[i], keys[i].target);
	for (unsigned int i = 0; i < PLACEMENT_KEYS && goes_to(&keys[i], keys[i].target); i++)
		;
}

/* An update of this key goes right, and those before and behind it keep their targets. */
static bool updates_alone(const struct placed *key)
{
	bool alone;

	update(key, keys[PLACEMENT_KEYS / 2].target);
	alone = goes_to(key, keys[PLACEMENT_KEYS / 2].target) &&
		(key == keys || goes_to(key - 1, key[-1].target)) &&
		(key == &keys[PLACEMENT_KEYS - 1] || goes_to(key + 1, key[1].target));
	update(key, key->target);
	return alone && goes_to(key, key->target);
}

NEEDS(placement, every_page_offset, NEED_TRAMPOLINE);
/*
 * A trampoline at every offset in a 4 KiB page that the distances between trampolines allow,
 * because an ADRP counts from the start of its own page and not of the trampoline's.
 */
CASE(placement, every_page_offset)
{
	static bool seen[SZ_4K];
	u64 distances = SZ_4K, offsets = 0, step;

	for (unsigned int i = 1; i < PLACEMENT_KEYS; i++)
		distances |= (u64)keys[i].tramp - (u64)keys[i - 1].tramp;
	step = distances & -distances;
	for (unsigned int i = 0; i < PLACEMENT_KEYS; i++) {
		bool *here = &seen[(u64)keys[i].tramp % SZ_4K];

		if (*here)
			continue;
		*here = true;
		offsets++;
		if (!updates_alone(&keys[i]))
			return;
	}
	EXPECT_EQ(offsets, SZ_4K / step);
}

/*
 * Whether a literal can lie there: as far from the first one as the distances between literals are
 * multiples of.
 */
static bool can_lie_at(u64 offset)
{
	u64 start = tramp_literal((const void *)keys[0].tramp, &load), distances = SZ_4K, step;

	for (unsigned int i = 1; i < PLACEMENT_KEYS; i++)
		distances |= tramp_literal((const void *)keys[i].tramp, &load) - start;
	step = distances & -distances;
	return (offset - start) % step == 0;
}

NEEDS(placement, literal_at_page_ends, NEED_TRAMPOLINE);
NEEDS_OF(placement, literal_at_page_ends, NEED_LOAD, placement_low);
/*
 * The first and the last 8 bytes of a 4 KiB page: the least and the greatest offset that the LDR
 * can have.
 */
CASE(placement, literal_at_page_ends)
{
	unsigned int first = 0, last = 0;

	find_load();
	for (unsigned int i = 0; i < PLACEMENT_KEYS; i++) {
		u64 offset = tramp_literal((const void *)keys[i].tramp, &load) % SZ_4K;

		if (offset != 0 && offset != SZ_4K - 8)
			continue;
		first += !offset;
		last += !!offset;
		if (!updates_alone(&keys[i]))
			return;
	}
	EXPECT(first > 0 || !can_lie_at(0));
	EXPECT(last > 0 || !can_lie_at(SZ_4K - 8));
	if (!first || !last)
		SKIP("no literal can lie in the %s word of a page: they are too far apart",
		     first  ? "last"
		     : last ? "first"
			    : "first or last");
}

NEEDS(placement, adrp_in_last_word, NEED_TRAMPOLINE);
NEEDS_OF(placement, adrp_in_last_word, NEED_LOAD, placement_low);
/*
 * The last word of a page: what follows the ADRP lies in the next one. Only trampolines that are
 * aligned to no more than 8 bytes get there.
 */
CASE(placement, adrp_in_last_word)
{
	unsigned int found = 0;

	find_load();
	for (unsigned int i = 0; i < PLACEMENT_KEYS; i++) {
		if (((u64)keys[i].tramp + load.adrp * 4) % SZ_4K != SZ_4K - 4)
			continue;
		found++;
		if (!updates_alone(&keys[i]))
			return;
	}
	if (!found)
		SKIP("no trampoline has its ADRP in the last word of a page: their alignment forbids it");
}

static bool has_literal_below(const void *tramp)
{
	return !find_load() || tramp_literal(tramp, &load) < ALIGN_DOWN((u64)tramp, SZ_4K);
}

NEEDS(placement, literal_below, NEED_LOW_RODATA);
NEEDS(placement, literal_below, NEED_TRAMPOLINE);
/*
 * The literal in a lower page than the trampoline, as in a module that was placed so: the ADRP's
 * offset is negative.
 */
CASE(placement, literal_below)
{
	u64 tramp = (u64)STATIC_CALL_TRAMP_ADDR(placement_low);

	EXPECT((u64)&placement_low_word < tramp);
	if (!has_literal_below(STATIC_CALL_TRAMP_ADDR(placement_low)) ||
	    !has_literal_below(STATIC_CALL_TRAMP_ADDR(placement_low_null)) ||
	    !has_literal_below(STATIC_CALL_TRAMP_ADDR(placement_low_ret0)))
		SKIP("the literals are in a section that does not lie below the code, as this file's .rodata does");
	EXPECT_EQ(static_call(placement_low)(), 0x1000);
	EXPECT_NO_FAULT(static_call_cond(placement_low_null)());
	EXPECT_EQ(static_call(placement_low_ret0)(), 0);
	static_call_update(placement_low, placement_target_001);
	static_call_update(placement_low_null, placement_target_002);
	static_call_update(placement_low_ret0, placement_target_003);
	EXPECT_EQ(static_call(placement_low)(), 0x1001);
	EXPECT_EQ(static_call(placement_low_null)(), 0x1002);
	EXPECT_EQ(static_call(placement_low_ret0)(), 0x1003);
	static_call_update(placement_low, placement_target_000);
	static_call_update(placement_low_null, NULL);
	static_call_update(placement_low_ret0, (number_fn *)__static_call_return0);
	EXPECT_EQ(static_call(placement_low)(), 0x1000);
	EXPECT_NO_FAULT(static_call_cond(placement_low_null)());
	EXPECT_EQ(static_call(placement_low_ret0)(), 0);
}
