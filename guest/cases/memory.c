// SPDX-License-Identifier: GPL-2.0-only
/* Is what must not be written really out of reach? */
#include <asm/memory.h>
#include <sct/case.h>
#include <sct/features.h>
#include <sct/needs.h>
#include <sct/static_call.h>
#include "image.h"
#include "memory_keys.h"
#include "tramp.h"

noinline u64 memory_target(u64 x)
{
	return x + 7;
}

static const u64 constant __section(".rodata") = 0x600dc0de;

#define STORE(address, value) (*(volatile __typeof__(value) *)(address) = (value))

NEEDS(memory, literal_is_read_only, NEED_TRAMPOLINE);
/*
 * The literal is what an attacker with a write would want: an indirect branch goes where it points.
 */
CASE(memory, literal_is_read_only)
{
	const u64 *literal =
		tramp_find_literal(STATIC_CALL_TRAMP_ADDR(memory_key), (u64)memory_target);

	if (!literal)
		SKIP(NO_LITERAL);
	EXPECT_EQ(*literal, memory_target);
	/* What it holds already: where this is no fault, the cases behind have the same literal. */
	EXPECT_STORE_FAULT(literal, STORE(literal, (u64)memory_target));
	EXPECT_EQ(static_call(memory_key)(1), 8);
}

NEEDS(memory, trampoline_is_read_only, NEED_TRAMPOLINE);
/* The trampoline is never written, not even by its own patching. */
CASE(memory, trampoline_is_read_only)
{
	u32 *tramp = (u32 *)STATIC_CALL_TRAMP_ADDR(memory_key);

	EXPECT_STORE_FAULT(tramp, STORE(tramp, (u32)0));
	EXPECT_EQ(static_call(memory_key)(2), 9);
}

/* The rest of .rodata: the literal is not protected by its own page's luck. */
CASE(memory, rodata_is_read_only)
{
	EXPECT_STORE_FAULT(&constant, STORE(&constant, (u64)0));
	EXPECT_EQ(READ_ONCE(constant), 0x600dc0de);
}

NEEDS(memory, nothing_writable_and_executable, NEED_MAPPINGS);
/* W^X, over every leaf of the page tables, so that no forgotten alias counts as tested. */
CASE(memory, nothing_writable_and_executable)
{
	EXPECT_EQ(count_writable_executable(), 0);
	EXPECT(ttbr0_disabled());
}

NEEDS(memory, no_writable_alias, NEED_MAPPINGS);
/*
 * No second, writable way to text or rodata: the poke slot is the only one, and only during a
 * write.
 */
CASE(memory, no_writable_alias)
{
	EXPECT_EQ(count_writable_aliases(), 0);
	static_call_update(memory_key, memory_target);
	EXPECT_EQ(count_writable_aliases(), 0);
}

static bool overlaps(const struct mapping *map, const char *start, const char *end)
{
	return map->va < (u64)end && map->va + map->size > (u64)start;
}

static bool visit_attributes(const struct mapping *map, void *arg)
{
	u64 *wrong = arg, rights = map->prot & (PTE_RDONLY | PTE_PXN | PTE_UXN | PTE_GP);
	u64 text = PTE_RDONLY | PTE_UXN | (cpu_has_bti() ? PTE_GP : 0);

	if (overlaps(map, _stext, _etext) && rights != text)
		*wrong = map->va;
	if (overlaps(map, _srodata, _erodata) && rights != (PTE_RDONLY | PTE_PXN | PTE_UXN))
		*wrong = map->va;
	return true;
}

NEEDS(memory, text_guarded_rodata_plain, NEED_PAGE_ATTRIBUTES);
/*
 * Text is executable and guarded throughout, rodata read-only and never executable: the attributes
 * that the bti suite takes for granted.
 */
CASE(memory, text_guarded_rodata_plain)
{
	u64 wrong = 0;

	walk_mappings(visit_attributes, &wrong);
	EXPECT_EQ(wrong, 0);
}
