// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is what the boot stub left behind what Linux would have left: every address moved, and every page
 * one granule?
 */
#include <asm/barrier.h>
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <asm/sysreg.h>
#include <sct/case.h>
#include <sct/needs.h>
#include <sct/static_call.h>
#include "boot_keys.h"
#include "tramp.h"

extern const u64 __rela_end[];

NEEDS_SUITE(boot, NEED_BOOT);

noinline u64 boot_target(u64 x)
{
	return x + 40;
}

NEEDS(boot, literals_are_moved, NEED_TRAMPOLINE);
/*
 * Nothing has updated the key: its literal is what the linker wrote and the relocation moved,
 * before rodata became read-only.
 */
CASE(boot, literals_are_moved)
{
	const u64 *literal = tramp_find_literal(STATIC_CALL_TRAMP_ADDR(boot_key), (u64)boot_target);

	if (!literal)
		SKIP(NO_LITERAL);
	EXPECT_EQ(*literal, boot_target);
	EXPECT_EQ(static_call(boot_key)(2), 42);
}

/* The same in .data: the key itself holds the target's address, for static_call_query(). */
CASE(boot, keys_are_moved)
{
	EXPECT_EQ(static_call_query(boot_key), boot_target);
}

/* As many wrong words as a reader looks at: each of thousands would be minutes of serial line. */
#define FEW 8

static void expect_moved(const u64 *start, const u64 *end)
{
	u64 wrong = 0;

	for (const u64 *word = start; word < end; word++)
		if (*word - KIMAGE_VADDR < (u64)(_end - _text) && wrong++ < FEW)
			FAIL("the word at 0x%lx holds 0x%lx, which is a linked address", (u64)word,
			     *word);
	if (wrong > FEW)
		FAIL("%lu words hold linked addresses", wrong);
}

/*
 * A word that still holds a linked address points to nothing, and whoever uses it first finds out:
 * so all of them are looked at, but for the relocations, which are made of such words.
 */
CASE(boot, no_linked_address_left)
{
	if ((u64)_text == KIMAGE_VADDR)
		SKIP("the image runs where it is linked");
	expect_moved(__rela_end, (const u64 *)_stext);
	expect_moved((const u64 *)_srodata, (const u64 *)_erodata);
	expect_moved((const u64 *)_sdata, (const u64 *)__bss_start);
}

/* What the CPU itself makes of an address: the PA, or ~0 if nothing maps it. */
static u64 translate(u64 va)
{
	u64 par;

	asm volatile("at s1e1r, %0" : : "r"(va));
	isb();
	par = read_sysreg(par_el1);
	return par & 1 ? ~0UL : (par & PTE_ADDR_MASK) | (va & ~PAGE_MASK);
}

/*
 * The CPU walks with the granule that the tables are made for: a page is mapped from its first byte
 * to its last, and none beside it.
 */
CASE(boot, page_has_the_granule)
{
	u64 va = 0xfffffff000010000UL, pa = __pa_symbol(_srodata);

	EXPECT(map_page(va, pa, PAGE_KERNEL_RO));
	EXPECT_EQ(translate(va), pa);
	EXPECT_EQ(translate(va + PAGE_SIZE - 1), pa + PAGE_SIZE - 1);
	EXPECT_EQ(translate(va - 1), ~0UL);
	EXPECT_EQ(translate(va + PAGE_SIZE), ~0UL);
}
