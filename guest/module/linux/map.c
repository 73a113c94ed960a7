// SPDX-License-Identifier: GPL-2.0-only
/* Pages of the module's once more, at addresses that a case chooses. */
#include <linux/io.h>
#include <linux/mm.h>
#include <linux/set_memory.h>
#include <linux/slab.h>
#include <linux/vmalloc.h>
#include <sct/module.h>
#include "glue.h"

/* What is mapped: as many pages as a case maps, and two slots. */
static struct vm_struct *areas[8];

/* None is exported; a kernel that has one of them no more maps nothing. */
static typeof(__get_vm_area_caller) *get_area;
static typeof(ioremap_page_range) *map_range;
static typeof(set_memory_x) *set_executable;

void map_init(lookup_fn *lookup)
{
	get_area = (typeof(get_area))lookup("__get_vm_area_caller");
	map_range = (typeof(map_range))lookup("ioremap_page_range");
	set_executable = (typeof(set_executable))lookup("set_memory_x");
}

bool glue_has_addresses(unsigned long long at)
{
	return get_area && map_range && set_executable && at >= VMALLOC_START && at < VMALLOC_END;
}

static bool map_area(struct vm_struct *area, struct page *page, bool executable)
{
	unsigned long at = (unsigned long)area->addr;

	/* Nothing that is mapped so can be executed at first. */
	return !map_range(at, at + PAGE_SIZE, page_to_phys(page),
			  executable ? PAGE_KERNEL_RO : PAGE_KERNEL) &&
	       !(executable && set_executable(at, 1));
}

bool glue_map(unsigned long long at, unsigned long long code, bool executable)
{
	struct page *page = vmalloc_to_page((void *)code);
	struct vm_struct *area;

	if (!page || !glue_has_addresses(at))
		return false;
	/*
	 * With room for the page behind it, which Linux leaves free. Attributes are changed where
	 * memory was allocated, alone (arch/arm64/mm/pageattr.c).
	 */
	area = get_area(PAGE_SIZE, VM_IOREMAP | VM_ALLOC, at, at + 2 * PAGE_SIZE,
			__builtin_return_address(0));
	if (!area)
		return false;
	for (unsigned int i = 0; i < ARRAY_SIZE(areas); i++) {
		if (areas[i])
			continue;
		if (!map_area(area, page, executable))
			break;
		areas[i] = area;
		return true;
	}
	free_vm_area(area);
	return false;
}

void glue_unmap(unsigned long long at)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(areas); i++) {
		if (!areas[i] || (unsigned long)areas[i]->addr != at)
			continue;
		/* The end of a case that was ended with interrupts masked. */
		local_irq_enable();
		free_vm_area(areas[i]);
		areas[i] = NULL;
		/* At once: the next case wants the same address. */
		vm_unmap_aliases();
	}
}
