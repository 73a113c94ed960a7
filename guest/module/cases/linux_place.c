// SPDX-License-Identifier: GPL-2.0-only
/* What Linux's module loader makes of trampolines, and where it puts them. */
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <linux/kernel.h>
#include <sct/addresses.h>
#include <sct/case.h>
#include <sct/module.h>
#include <sct/needs.h>
#include <sct/static_call.h>
#include <sct/tramp.h>
#include "linux_keys.h"

/* Of callers_target.S. */
linux_fn returns_its_address;
linux_fn int_sqrt;

/* ADRP: 21 bits, of 4 KiB; BL: 26 bits, of 4 bytes. */
#define ADRP_REACH	(1UL << 32)
#define BL_REACH	(1UL << 27)

static u64 distance(u64 a, u64 b)
{
	return a > b ? a - b : b - a;
}

static void tell(const char *what, u64 from, u64 to, const char *how, u64 reach)
{
	u64 bytes = distance(from, to);

	diag("%s: %lu KiB, %s the reach of %s", what, bytes >> 10, bytes < reach ? "in" : "out of",
	     how);
}

NEEDS(linux, distances, NEED_TRAMPOLINE);
/*
 * Where KASLR and the module loader have put things in this boot, and that a trampoline's literal
 * is in its reach and holds the target that it was linked with.
 */
CASE(linux, distances)
{
	u64 tramp = (u64)STATIC_CALL_TRAMP_ADDR(here);
	u64 literal = tramp_literal_of((const void *)tramp), value = 0;

	tell("module to vmlinux", tramp, glue_symbol("_stext"), "BL", BL_REACH);
	tell("trampoline to a target in vmlinux", tramp, (u64)int_sqrt, "B", BL_REACH);
	tell("module to the peer's trampoline", (u64)here_one, (u64)STATIC_CALL_TRAMP_ADDR(there),
	     "BL", BL_REACH);
	if (!literal)
		SKIP("nobody can tell where this trampoline keeps its target");
	tell("trampoline to its literal", tramp, literal, "ADRP", ADRP_REACH);
	EXPECT(distance(tramp, literal) < ADRP_REACH);
	EXPECT(glue_read((const void *)literal, &value));
	EXPECT_EQ(value, (u64)here_one);
}

/* The function that says where it runs, once more in a page of Linux's; 0 if there is no room. */
static u64 far_target(u64 page)
{
	u64 code = (u64)returns_its_address, offset = code % PAGE_SIZE;

	return map_page(page, code - offset, PAGE_KERNEL_ROX) ? page + offset : 0;
}

NEEDS(linux, targets_out_of_reach, NEED_TRAMPOLINE);
NEEDS(linux, targets_out_of_reach, NEED_HALVES);
/*
 * Linux keeps its own code and that of modules within 2 GiB. A target may be anywhere: above all of
 * it, below all of it, and in turn.
 */
CASE(linux, targets_out_of_reach)
{
	const u64 targets[] = { far_target(ADDRESS_ABOVE), far_target(ADDRESS_HIGH_1) };

	for (unsigned int i = 0; i < 2 * ARRAY_SIZE(targets); i++) {
		u64 target = targets[i % ARRAY_SIZE(targets)], came_to = 0;

		if (!target) {
			case_error("no room to map the targets");
			break;
		}
		EXPECT_NO_FAULT(static_call_update(here, (linux_fn *)target));
		EXPECT_NO_FAULT(came_to = static_call(here)(0));
		EXPECT_EQ(came_to, target);
	}
	EXPECT_NO_FAULT(static_call_update(here, here_one));
	EXPECT_EQ(static_call(here)(1), here_one(1));
}

#define IS_ADRP_X16(word)	(((word) & 0x9f00001f) == 0x90000010)
#define IS_LDR_X16(word)	(((word) & 0xffc003ff) == 0xf9400210)

NEEDS(linux, adrp_is_kept, NEED_TRAMPOLINE);
/*
 * For erratum 843419 of Cortex-A53 the module loader makes something else of an ADRP in the last
 * two words of a page: the next update would take that for an ADRP.
 */
CASE(linux, adrp_is_kept)
{
	const u32 *end = (const u32 *)module_tramps_end;
	unsigned int there = 0;

	for (const u32 *word = (const u32 *)module_tramps_start; word + 1 < end; word++) {
		if (((u64)word & 0xfff) < 0xff8 || !IS_LDR_X16(word[1]))
			continue;
		there++;
		if (!IS_ADRP_X16(*word)) {
			FAIL("the module loader has made 0x%08x of the ADRP at page offset 0x%lx",
			     *word, (u64)word & 0xfff);
			break;
		}
	}
	diag("trampolines with an ADRP in the last two words of a page: %u", there);
}

/* ADRP X16, 0 and its immediate, in pages: immlo in bits 30:29, immhi in bits 23:5. */
#define ADRP_X16(pages)	(0x90000010 | ((u32)(pages) & 3) << 29 | ((u32)(pages) >> 2 & 0x7ffff) << 5)

/*
 * The kernel's decoder of ADRP, by which a transform finds its literal, is right in all of ADRP's
 * reach, 33 bits of it.
 */
CASE(linux, adrp_is_decoded_in_full)
{
	static const s64 offsets[] = { 4096, -4096, 0x7ffff000, -0x80000000LL };
	static const s64 far[] = { 0x80000000LL, 0xfffff000LL, -0x80001000LL, -0x100000000LL };

	for (unsigned int i = 0; i < ARRAY_SIZE(offsets); i++)
		EXPECT_EQ(glue_adrp_offset(ADRP_X16(offsets[i] >> 12)), offsets[i]);
	for (unsigned int i = 0; i < ARRAY_SIZE(far); i++)
		EXPECT_EQ(glue_adrp_offset(ADRP_X16(far[i] >> 12)), far[i]);
}
