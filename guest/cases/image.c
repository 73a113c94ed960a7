// SPDX-License-Identifier: GPL-2.0-only
/* What the guest's own image and page tables hold, looked at as a case may want it. */
#include <asm/memory.h>
#include "image.h"

const u64 *find_in_rodata(u64 value)
{
	const u64 *found = NULL;

	for (const u64 *p = (const u64 *)_srodata; p < (const u64 *)_erodata; p++) {
		if (*p != value)
			continue;
		if (found)
			return NULL;
		found = p;
	}
	return found;
}

static bool writable(const struct mapping *map)
{
	return !(map->prot & PTE_RDONLY);
}

bool is_writable_alias(const struct mapping *map)
{
	return writable(map) && map->pa < __pa_symbol(_erodata) &&
	       map->pa + map->size > __pa_symbol(_text);
}

static bool visit_writable_executable(const struct mapping *map, void *count)
{
	/*
	 * PXN alone counts at EL1, but nothing here has any business being executable at EL0
	 * either.
	 */
	if (writable(map) && (map->prot & (PTE_PXN | PTE_UXN)) != (PTE_PXN | PTE_UXN))
		++*(unsigned int *)count;
	return true;
}

static bool visit_writable_alias(const struct mapping *map, void *count)
{
	if (is_writable_alias(map))
		++*(unsigned int *)count;
	return true;
}

unsigned int count_writable_executable(void)
{
	unsigned int count = 0;

	walk_mappings(visit_writable_executable, &count);
	return count;
}

unsigned int count_writable_aliases(void)
{
	unsigned int count = 0;

	walk_mappings(visit_writable_alias, &count);
	return count;
}
