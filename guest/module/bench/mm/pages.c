// SPDX-License-Identifier: GPL-2.0-only
/*
 * Pages that cases map: Linux maps them, where it leaves addresses to whoever asks first. What
 * cases map is the bench's own code or read-only data, whose physical address the bench does not
 * know: the virtual one stands for it.
 */
#include <asm/fixmap.h>
#include <asm/pgtable.h>
#include <linux/kernel.h>
#include <sct/module.h>

u64 kimage_voffset;

/* As many as callers have targets. */
static u64 mapped[4];

bool map_page(u64 va, phys_addr_t pa, u64 prot)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(mapped); i++) {
		if (mapped[i])
			continue;
		if (!glue_map(va, pa, !(prot & PTE_PXN)))
			return false;
		mapped[i] = va;
		return true;
	}
	return false;
}

void unmap_pages(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(mapped); i++) {
		if (mapped[i])
			glue_unmap(mapped[i]);
		mapped[i] = 0;
	}
}

void __set_fixmap(unsigned int idx, phys_addr_t phys, u64 prot)
{
	static bool used[__end_of_fixed_addresses];

	if (used[idx])
		glue_unmap(fix_to_virt(idx));
	used[idx] = prot && glue_map(fix_to_virt(idx), phys, false);
}
