// SPDX-License-Identifier: GPL-2.0-only
/* Which page an address is in, for who maps it at the poke slot; or one that a case has there. */
#include <asm/pgtable.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <sct/poke.h>

struct poke_spy *poke_spy;

struct page *vmalloc_to_page(const void *addr)
{
	u64 page = ALIGN_DOWN((u64)addr, PAGE_SIZE);
	struct mapping map;

	if (poke_spy && page != ALIGN_DOWN(poke_spy->expected, PAGE_SIZE)) {
		poke_spy->strays++;
		poke_spy->stray = (u64)addr;
		return (struct page *)poke_spy->page;
	}
	if (!lookup_mapping((u64)addr, &map))
		return NULL;
	return (struct page *)(page - map.va + map.pa);
}
