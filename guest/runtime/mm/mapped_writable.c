// SPDX-License-Identifier: GPL-2.0-only
/* Which pages of read-only memory were mapped writable: where a case may have changed it. */
#include <asm/pgtable.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <sct/memory.h>

/* Of each page of read-only memory, whether it was mapped writable, by whatever CPU. */
#define READ_ONLY_PAGES	512
static u8 mapped_writable[READ_ONLY_PAGES] __aligned(8);

void note_mapped_writable(phys_addr_t pa, u64 prot)
{
	u64 page = (pa - __pa_symbol(_text)) / PAGE_SIZE;

	if (pa >= __pa_symbol(_text) && pa < __pa_symbol(_erodata) && !(prot & PTE_RDONLY) &&
	    page < READ_ONLY_PAGES)
		WRITE_ONCE(mapped_writable[page], 1);
}

u64 next_mapped_writable(u64 va)
{
	u64 page = (va - (u64)_text) / PAGE_SIZE, end = (u64)(_erodata - _text) / PAGE_SIZE;

	/* Of what there is no room for, nobody knows. */
	while (page < min(end, (u64)READ_ONLY_PAGES) && !mapped_writable[page])
		page += page % 8 || *(const u64 *)&mapped_writable[page] ? 1 : 8;
	return min((u64)_text + page * PAGE_SIZE, (u64)_erodata);
}

void forget_mapped_writable(void)
{
	memset(mapped_writable, 0, sizeof(mapped_writable));
}
