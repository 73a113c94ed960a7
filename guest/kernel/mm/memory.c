// SPDX-License-Identifier: GPL-2.0-only
/* Where there is RAM: the memory nodes of the device tree, Devicetree Specification v0.4, 3.4. */
#include <asm/memory.h>
#include <sct/fdt.h>
#include <sct/memory.h>

bool memory_holds(phys_addr_t start, phys_addr_t end)
{
	struct fdt_node node = { .props = NULL };
	u64 base, size;

	while (fdt_next_device_type("memory", &node))
		for (unsigned int i = 0; fdt_reg(&node, i, &base, &size); i++)
			if (start >= base && end - base <= size)
				return true;
	return false;
}

u64 *stack_bottom(void)
{
	return (u64 *)(main_stack_guard + PAGE_SIZE);
}
