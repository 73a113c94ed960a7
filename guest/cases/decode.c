// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does the transform find the literal, wherever ADRP and LDR say that it is? The trampolines are copies of the subject's own with other immediates,
 * in read-only data: decoding never executes them. Where they point to is worked out from what the immediates mean (Arm ARM, DDI 0487, C6.2, ADRP
 * and LDR (immediate)), not from how they are encoded.
 */
#include <asm/fixmap.h>
#include <linux/kernel.h>
#include <linux/static_call.h>
#include <linux/string.h>
#include <sct/case.h>
#include "decode_words.h"
#include "tramp.h"

/* The immediates: ADRP's immlo 30:29 and immhi 23:5, LDR's imm12 21:10. */
#define ADRP_IMMEDIATE	0x60ffffe0
#define LDR_IMMEDIATE	0x003ffc00

static noinline void model_target(void) { }
DEFINE_STATIC_CALL(decode_model, model_target);

/* Where the subject's trampolines have their ADRP and LDR. */
static struct tramp_load load;

#define SKIP_UNLESS_LOAD() do {							\
	if (!tramp_find_load(STATIC_CALL_TRAMP_ADDR(decode_model), &load))	\
		SKIP("the trampoline has no ADRP and LDR");			\
} while (0)

/* As many words as any trampoline may have, so that whatever the transform looks at is as it would be. */
#define COPIED	8

/* Two pages that are mapped read-only at `tramp_va` for the transform to read, and written here. */
static u8 tramp_pages[2 * PAGE_SIZE] __aligned(PAGE_SIZE);
static u64 tramp_va;

static bool map_tramps(u64 va)
{
	tramp_va = va;
	return map_page(va, __pa_symbol(tramp_pages), PAGE_KERNEL_RO) &&
	       map_page(va + PAGE_SIZE, __pa_symbol(tramp_pages) + PAGE_SIZE, PAGE_KERNEL_RO);
}

/* A trampoline whose ADRP is at `adrp` bytes into the two pages. Returns where the transform is to read it. */
static void *compose(u64 adrp, const struct adrp_word *page, unsigned int ldr_offset)
{
	const u32 *model = (const u32 *)STATIC_CALL_TRAMP_ADDR(decode_model);
	u64 start = adrp - load.adrp * 4;
	u32 *insns = (u32 *)(tramp_pages + start);

	memcpy(insns, model, COPIED * 4);
	insns[load.adrp] = (model[load.adrp] & ~(u32)ADRP_IMMEDIATE) | (page->insn & ADRP_IMMEDIATE);
	insns[load.ldr] = (model[load.ldr] & ~(u32)LDR_IMMEDIATE) | (decode_ldr[ldr_offset] & LDR_IMMEDIATE);
	return (void *)(tramp_va + start);
}

static u64 literal_of(u64 adrp, s64 pages, unsigned int ldr_offset)
{
	return ((tramp_va + adrp) & ~0xfffUL) + (u64)pages * 0x1000 + ldr_offset * 8;
}

/* Where the spy lets writes go. */
static u64 written[PAGE_SIZE / 8] __aligned(PAGE_SIZE);
static struct poke_spy spy = { .addr = 0 };
#define UNTOUCHED	0xa5a5a5a5a5a5a5a5UL

static void start_spying(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(written); i++)
		written[i] = UNTOUCHED;
	spy.page = __pa_symbol(written);
	poke_spy = &spy;
}

/* Whether a transform of this trampoline wrote all of `func` to `address`. */
static bool writes_to(void *tramp, u64 address)
{
	u64 *word = &written[address % PAGE_SIZE / 8];
	u64 func = (u64)model_target ^ (address << 20);
	bool right;

	spy.addr = 0;
	arch_static_call_transform(NULL, tramp, (void *)func, false);
	right = ALIGN_DOWN(spy.addr, PAGE_SIZE) == ALIGN_DOWN(address, PAGE_SIZE) && *word == func;
	*word = UNTOUCHED;
	return right;
}

static bool nothing_else_written(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(written); i++) {
		if (written[i] != UNTOUCHED)
			return false;
	}
	return true;
}

/* `adrp` is where the ADRP is in the pages. Each of its offsets with every `step`th of the LDR's. */
static void check_offsets(u64 adrp, unsigned int step)
{
	for (const struct adrp_word *page = decode_adrp_near; page < decode_adrp_near_end; page++) {
		for (unsigned int n = 0; n < LDR_OFFSETS; n += step) {
			u64 address = literal_of(adrp, page->pages, n);

			if (writes_to(compose(adrp, page, n), address))
				continue;
			FAIL("ADRP at 0x%lx + %ld pages, LDR + 0x%x: expected a write to 0x%lx, got 0x%lx", tramp_va + adrp, page->pages,
			     n * 8, address, spy.addr);
			return;
		}
		if (!nothing_else_written()) {
			FAIL("ADRP at 0x%lx + %ld pages: more was written than the literal", tramp_va + adrp, page->pages);
			return;
		}
	}
}

/* All offsets of the LDR, each with offsets of the ADRP from -2 GiB up to +2 GiB; from an address to which adding carries into bit 32. */
CASE(decode, every_offset)
{
	SKIP_UNLESS_LOAD();
	EXPECT(map_tramps(0xffff9000ffff0000));
	start_spying();
	check_offsets(0x100 + load.adrp * 4, 1);
}

/*
 * An ADRP as the last word of its 4 KiB page: the LDR lies in the next one, and it is the ADRP's page that counts. From an address from which
 * subtracting borrows from bit 32.
 */
CASE(decode, adrp_in_last_word)
{
	SKIP_UNLESS_LOAD();
	EXPECT(map_tramps(0xffff900100000000));
	start_spying();
	check_offsets(PAGE_SIZE - 4, 73);	/* the last, too: 511 is 7 * 73 */
}

static u64 *tramp_word(u64 address)
{
	return (u64 *)(tramp_pages + (address - tramp_va));
}

/* The literal in the page of the trampoline, before and behind it: ADRP's offset is 0. No spy: these are really written. */
CASE(decode, same_page)
{
	static const unsigned int offsets[] = { 0, 1, 0x78 / 8, LDR_OFFSETS / 2, LDR_OFFSETS - 1 };

	SKIP_UNLESS_LOAD();
	EXPECT(map_tramps(0xffff900100000000));
	for (unsigned int i = 0; i < ARRAY_SIZE(offsets); i++) {
		u64 adrp = 0x100 + load.adrp * 4, address = literal_of(adrp, 0, offsets[i]);
		void *tramp = compose(adrp, decode_adrp_near, offsets[i]);

		*tramp_word(address - 8 * !!offsets[i]) = UNTOUCHED;
		*tramp_word(address + 8) = UNTOUCHED;
		arch_static_call_transform(NULL, tramp, (void *)model_target, false);
		EXPECT_EQ(*(const u64 *)address, model_target);
		EXPECT(!offsets[i] || *tramp_word(address - 8) == UNTOUCHED);
		EXPECT_EQ(*tramp_word(address + 8), UNTOUCHED);
	}
}

/* In read-only pages as far away as they can be: what the spy saw is what memory sees. */
CASE(decode, really_written)
{
	const u64 adrp = 0x100 + load.adrp * 4;
	struct mapping map;

	SKIP_UNLESS_LOAD();
	EXPECT(map_tramps(0xffff900100000000));
	for (const struct adrp_word *page = decode_adrp_near; page < decode_adrp_near_end; page++) {
		s64 distance = page->pages < 0 ? -page->pages : page->pages;
		u64 address = literal_of(adrp, page->pages, LDR_OFFSETS - 1);

		if (distance != 1 << 6 && distance < (1 << 19) - 1)
			continue;
		/* Two neighbouring pages of an ADRP's may lie in one of the MMU's. */
		EXPECT(lookup_mapping(address, &map) || map_page(ALIGN_DOWN(address, PAGE_SIZE), __pa_symbol(written), PAGE_KERNEL_RO));
		arch_static_call_transform(NULL, compose(adrp, page, LDR_OFFSETS - 1), (void *)address, false);
		EXPECT_EQ(*(const u64 *)address, address);
	}
}

/*
 * A known limit: an ADRP reaches ±4 GiB, but the kernel's aarch64_insn_adrp_get_offset() returns 32 bits, so that a literal beyond ±2 GiB is
 * taken to be 4 GiB away from where it is (docs/decoding.md). A transform that does without it may be right.
 */
CASE(decode, beyond_2_gib)
{
	const u64 adrp = 0x100 + load.adrp * 4;

	SKIP_UNLESS_LOAD();
	EXPECT(map_tramps(0xffff900100000000));
	start_spying();
	for (const struct adrp_word *page = decode_adrp_far; page < decode_adrp_far_end; page++) {
		u64 right = literal_of(adrp, page->pages, 1), cut = page->pages < 0 ? right + BIT(32) : right - BIT(32);
		void *tramp = compose(adrp, page, 1);
		bool as_cut = writes_to(tramp, cut);

		if (as_cut)
			diag("%ld pages: written 4 GiB away, as 32 bits of the offset say", page->pages);
		else if (!writes_to(tramp, right))
			FAIL("%ld pages: expected a write to 0x%lx, or by 32 bits to 0x%lx, got 0x%lx", page->pages, right, cut, spy.addr);
	}
}
