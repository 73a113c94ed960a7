// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does the transform find the literal, wherever ADRP and LDR say that it is? The trampolines are
 * copies of the subject's own with other immediates, in pages as a module's text has, though
 * decoding never executes them. Where they point to is worked out from what the immediates mean
 * (Arm ARM, DDI 0487, C6.2, ADRP and LDR (immediate)), not from how they are encoded.
 */
#include <asm/fixmap.h>
#include <linux/cpu.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/addresses.h>
#include <sct/case.h>
#include <sct/features.h>
#include <sct/needs.h>
#include <sct/poke.h>
#include <sct/static_call.h>
#include "decode_keys.h"
#include "decode_words.h"
#include "tramp.h"

NEEDS_SUITE(decode, NEED_MAPPINGS);
NEEDS_SUITE(decode, NEED_TRAMPOLINE);
NEEDS_SUITE_OF(decode, NEED_LOAD, decode_model);

/* The immediates: ADRP's immlo 30:29 and immhi 23:5, LDR's imm12 21:10. */
#define ADRP_IMMEDIATE	0x60ffffe0
#define LDR_IMMEDIATE	0x003ffc00

noinline void model_target(void)
{
}

/* Where the subject's trampolines have their ADRP and LDR. */
static struct tramp_load load;

static bool looks_beside(void);

#define SKIP_UNLESS_LOOKED_AT() do {							\
	tramp_find_load(STATIC_CALL_TRAMP_ADDR(decode_model), &load);		\
	if (looks_beside())							\
		SKIP("the transform goes by what lies beside the trampoline");	\
} while (0)

/* Where trampolines are put: nothing else is there, for 4 GiB around. */
#define CARRIES	ADDRESS_CARRIES	/* 64 KiB and more added carry into bit 32 */
#define BORROWS	ADDRESS_BORROWS	/* anything subtracted borrows from it */

/*
 * As many words as any trampoline may have, so that whatever the transform looks at is as it would
 * be.
 */
#define COPIED	8

/* Two pages that are mapped as code at `tramp_va` for the transform to read, and written here. */
static u8 tramp_pages[2 * PAGE_SIZE] __aligned(PAGE_SIZE);
static u64 tramp_va;

#define UNTOUCHED	0xa5a5a5a5a5a5a5a5UL

static void fill_with(void *words, size_t size, u64 value)
{
	for (u64 *word = words; word < (u64 *)words + size / 8; word++)
		*word = value;
}

static void fill(void *words, size_t size)
{
	fill_with(words, size, UNTOUCHED);
}

/* Where code is, to whoever asks for that: a transform may insist on it. */
static u64 as_code(void)
{
	return PAGE_KERNEL_ROX | (cpu_has_bti() ? PTE_GP : 0);
}

static bool map_tramps(u64 va)
{
	tramp_va = va;
	fill(tramp_pages, sizeof(tramp_pages));
	return map_page(va, __pa_symbol(tramp_pages), as_code()) &&
	       map_page(va + PAGE_SIZE, __pa_symbol(tramp_pages) + PAGE_SIZE, as_code());
}

static bool in_tramps(u64 address)
{
	return address - tramp_va < sizeof(tramp_pages);
}

/* Where an ADRP is whose page offset is of no interest. */
#define MID_PAGE	(0x100 + load.adrp * 4UL)

/*
 * A trampoline whose ADRP is at `adrp` bytes into the two pages. Returns where the transform is to
 * read it.
 */
static void *compose(u64 adrp, const struct adrp_word *page)
{
	const u32 *model = (const u32 *)STATIC_CALL_TRAMP_ADDR(decode_model);
	u64 start = adrp - load.adrp * 4;
	u32 *insns = (u32 *)(tramp_pages + start);

	memcpy(insns, model, COPIED * 4);
	insns[load.adrp] =
		(model[load.adrp] & ~(u32)ADRP_IMMEDIATE) | (page->insn & ADRP_IMMEDIATE);
	return (void *)(tramp_va + start);
}

/* Gives the trampoline that was composed at `adrp` the `n`th offset of the LDR. */
static void set_ldr(u64 adrp, unsigned int n)
{
	u32 *insn = (u32 *)(tramp_pages + adrp) + load.ldr - load.adrp;

	*insn = (*insn & ~(u32)LDR_IMMEDIATE) | (decode_ldr[n] & LDR_IMMEDIATE);
}

static u64 literal_of(u64 adrp, s64 pages, unsigned int ldr_offset)
{
	return ((tramp_va + adrp) & ~0xfffUL) + (u64)pages * 0x1000 + ldr_offset * 8;
}

/*
 * The page that literals lie in, wherever that is: mapped read-only there, for a transform that
 * looks at what it changes. What is written anywhere else goes astray, where it spoils nothing.
 */
static u64 literals[PAGE_SIZE / 8] __aligned(PAGE_SIZE);
static u64 astray[PAGE_SIZE / 8] __aligned(PAGE_SIZE);
static struct poke_spy spy;

/*
 * The target's own address, and one where modules lie: a transform may look at what it makes a
 * trampoline lead to.
 */
#define FAR_PAGE	ADDRESS_FAR
static u64 targets[2];

static bool map_targets(void)
{
	u64 at = (u64)model_target, offset = at % PAGE_SIZE;

	targets[0] = at;
	targets[1] = FAR_PAGE + offset;
	return map_page(FAR_PAGE, __pa_symbol(at - offset), as_code());
}

/*
 * Trampolines at `va`, targets, and the literals' page around `literal` if that is not one of the
 * trampolines' own; nothing else is left mapped.
 */
static bool map_all(u64 va, u64 literal)
{
	bool mapped;

	unmap_pages();
	mapped = map_tramps(va) && map_targets() &&
		 (in_tramps(literal) ||
		  map_page(ALIGN_DOWN(literal, PAGE_SIZE), __pa_symbol(literals), PAGE_KERNEL_RO));
	if (!mapped)
		case_error("no room to map a literal at 0x%lx", literal);
	fill(literals, sizeof(literals));
	fill(astray, sizeof(astray));
	spy = (struct poke_spy){ .page = __pa_symbol(astray) };
	poke_spy = &spy;
	return mapped;
}

static u64 *tramp_word(u64 address)
{
	return (u64 *)(tramp_pages + (address - tramp_va));
}

/* A literal, where it can be written. */
static u64 *word_of(u64 literal)
{
	return in_tramps(literal) ? tramp_word(literal) : &literals[literal % PAGE_SIZE / 8];
}

/*
 * As __static_call_update() calls it: whoever does holds the CPUs where they are, and a routine may
 * insist on it.
 */
static void transform(void *tramp, void *func)
{
	cpus_read_lock();
	arch_static_call_transform(NULL, tramp, func, false);
	cpus_read_unlock();
}

/*
 * Whether a transform of this trampoline wrote all of a target to `literal`, whatever else it
 * wrote.
 */
static bool writes_to(void *tramp, u64 literal)
{
	u64 *word = word_of(literal), func = targets[literal / 8 % 2];
	bool right;

	spy.expected = literal;
	spy.strays = 0;
	transform(tramp, (void *)func);
	right = READ_ONCE(*word) == func && !spy.strays;
	*word = UNTOUCHED;
	return right;
}

/* Where the same trampoline's target goes if the words around it are `around`; 0 for nowhere. */
static u64 place_among(u64 around)
{
	u64 literal, place;
	void *tramp;

	tramp_va = CARRIES;
	literal = place = literal_of(MID_PAGE, decode_adrp_sample->pages, 1);
	if (!map_all(CARRIES, literal))
		return 0;
	fill_with(tramp_pages, sizeof(tramp_pages), around);
	tramp = compose(MID_PAGE, decode_adrp_sample);
	set_ldr(MID_PAGE, 1);
	spy.expected = literal;
	if (CATCH(transform(tramp, (void *)targets[0])).kind != FAULT_NONE)
		place = 0;
	else if (spy.strays)
		place = spy.stray;
	return place;
}

/* Whether it is not ADRP and LDR that say where a target goes, but an offset beside them. */
static bool looks_beside(void)
{
	bool differs = place_among(UNTOUCHED) != place_among(~UNTOUCHED);

	if (differs)
		WARNS_ARE_LEGAL();
	unmap_pages();
	poke_spy = NULL;
	return differs;
}

/* Whether words of a page are as fill() made them, but for those of a trampoline. */
static bool untouched(const void *words, size_t size, const u32 *except)
{
	for (const u64 *word = words; word < (const u64 *)words + size / 8; word++) {
		if (*word != UNTOUCHED &&
		    ((const u32 *)(word + 1) <= except || (const u32 *)word >= except + COPIED))
			return false;
	}
	return true;
}

/* Whether a literal would lie in the words of the trampoline itself: where no linker puts one. */
static bool lies_in(u64 literal, const void *tramp)
{
	return literal + 8 > (u64)tramp && literal < (u64)tramp + COPIED * 4;
}

/* One ADRP at `adrp` bytes into the pages at `va`, with every `step`th offset of the LDR. */
static bool finds_literals(u64 va, u64 adrp, const struct adrp_word *page, unsigned int step)
{
	void *tramp;

	tramp_va = va;
	if (!map_all(va, literal_of(adrp, page->pages, 0)))
		return false;
	tramp = compose(adrp, page);
	for (unsigned int n = 0; n < LDR_OFFSETS; n += step) {
		u64 literal = literal_of(adrp, page->pages, n);

		set_ldr(adrp, n);
		if (lies_in(literal, tramp) || writes_to(tramp, literal))
			continue;
		FAIL("ADRP at 0x%lx + %ld pages, LDR + 0x%x: expected a write to 0x%lx alone, got %s 0x%lx",
		     va + adrp, page->pages, n * 8, literal, spy.strays ? "one to" : "none",
		     spy.stray);
		return false;
	}
	if (untouched(literals, sizeof(literals), NULL) &&
	    untouched(tramp_pages, sizeof(tramp_pages), (const u32 *)tramp_word((u64)tramp)))
		return true;
	FAIL("ADRP at 0x%lx + %ld pages: more was written than the literal", va + adrp,
	     page->pages);
	return false;
}

struct offsets {
	u64 va;
	const struct adrp_word *first, *end;
};

/* With all 512 offsets of the LDR. */
static void check_offsets(const void *row)
{
	const struct offsets *offsets = row;

	SKIP_UNLESS_LOOKED_AT();
	for (const struct adrp_word *page = offsets->first;
	     page < offsets->end && finds_literals(offsets->va, MID_PAGE, page, 1); page++)
		;
}

/*
 * All 512 offsets of the LDR, each with ADRP offsets of 0, of every power of two and of one page
 * less than 2 GiB: sums that carry.
 */
CASE_ROW(decode, offsets_forward, check_offsets, struct offsets,
	 { CARRIES, decode_adrp_forward, decode_adrp_backward });
/* The same backwards, where the ADRP's sign counts: differences that borrow. */
CASE_ROW(decode, offsets_backward, check_offsets, struct offsets,
	 { BORROWS, decode_adrp_backward, decode_adrp_sample });
/* Offsets without a pattern, forwards and backwards: every bit of the immediate matters. */
CASE_ROW(decode, offsets_sampled, check_offsets, struct offsets,
	 { CARRIES, decode_adrp_sample, decode_adrp_near_end });

/*
 * An ADRP as the last word of its 4 KiB page: the LDR lies in the next one, and it is the ADRP's
 * page that counts.
 */
CASE(decode, adrp_in_last_word)
{
	SKIP_UNLESS_LOOKED_AT();
	for (const struct adrp_word *page = decode_adrp_forward; page < decode_adrp_near_end;
	     page++) {
		/* the last offset of the LDR, too: 511 is 7 * 73 */
		if (!finds_literals(BORROWS, PAGE_SIZE - 4, page, 73))
			return;
	}
}

/*
 * The literal in the trampoline's own page, before it and behind it: the ADRP's offset is 0.
 * Without the spy.
 */
CASE(decode, same_page)
{
	static const unsigned int offsets[] = { 0, 1, 0x78 / 8, LDR_OFFSETS / 2, LDR_OFFSETS - 1 };

	SKIP_UNLESS_LOOKED_AT();
	EXPECT(map_tramps(BORROWS));
	for (unsigned int i = 0; i < ARRAY_SIZE(offsets); i++) {
		u64 address = literal_of(MID_PAGE, 0, offsets[i]);
		void *tramp = compose(MID_PAGE, decode_adrp_forward);

		set_ldr(MID_PAGE, offsets[i]);
		*tramp_word(address - 8 * !!offsets[i]) = UNTOUCHED;
		*tramp_word(address + 8) = UNTOUCHED;
		transform(tramp, model_target);
		EXPECT_EQ(*(const u64 *)address, model_target);
		EXPECT(!offsets[i] || *tramp_word(address - 8) == UNTOUCHED);
		EXPECT_EQ(*tramp_word(address + 8), UNTOUCHED);
	}
}

/*
 * Literals in read-only pages, near by and as far away as can be decoded: what the other cases note
 * is what happens to memory.
 */
CASE(decode, really_written)
{
	static const s64 distances[] = { 64, -64, (1 << 19) - 1, -(1 << 19) };
	unsigned int tried = 0;

	SKIP_UNLESS_LOOKED_AT();
	EXPECT(map_tramps(BORROWS));
	for (const struct adrp_word *page = decode_adrp_forward; page < decode_adrp_sample;
	     page++) {
		for (unsigned int i = 0; i < ARRAY_SIZE(distances); i++) {
			u64 address = literal_of(MID_PAGE, page->pages, LDR_OFFSETS - 1);
			void *tramp;

			if (page->pages != distances[i])
				continue;
			tried++;
			EXPECT(map_page(ALIGN_DOWN(address, PAGE_SIZE), __pa_symbol(literals),
					PAGE_KERNEL_RO));
			fill(literals, sizeof(literals));
			tramp = compose(MID_PAGE, page);
			set_ldr(MID_PAGE, LDR_OFFSETS - 1);
			transform(tramp, model_target);
			EXPECT_EQ(*(const u64 *)address, model_target);
		}
	}
	EXPECT_EQ(tried, ARRAY_SIZE(distances));
}

/*
 * A known limit: an ADRP reaches ±4 GiB, but the kernel's aarch64_insn_adrp_get_offset() returns 32
 * bits, so that a literal beyond ±2 GiB is taken to be 4 GiB away from where it is
 * (docs/decoding.md). A transform that does without it may be right.
 */
CASE(decode, beyond_2_gib)
{
	SKIP_UNLESS_LOOKED_AT();
	tramp_va = BORROWS;
	for (const struct adrp_word *page = decode_adrp_far; page < decode_adrp_far_end; page++) {
		u64 right = literal_of(MID_PAGE, page->pages, 1),
		    cut = page->pages < 0 ? right + BIT(32) : right - BIT(32);
		void *tramp;

		if (!map_all(BORROWS, right))
			return;
		EXPECT(in_tramps(cut) ||
		       map_page(ALIGN_DOWN(cut, PAGE_SIZE), __pa_symbol(literals), PAGE_KERNEL_RO));
		tramp = compose(MID_PAGE, page);
		set_ldr(MID_PAGE, 1);
		if (writes_to(tramp, cut))
			diag("%ld pages: written 4 GiB away, as 32 bits of the offset say",
			     page->pages);
		else if (!writes_to(tramp, right))
			FAIL("%ld pages: expected a write to 0x%lx, or by 32 bits to 0x%lx, got 0x%lx",
			     page->pages, right, cut, spy.stray);
	}
}
