// SPDX-License-Identifier: GPL-2.0-only
/* Whose an address is: see linux/extable.h. */
#include <asm/pgtable.h>
#include <linux/extable.h>

static bool in_image(unsigned long address)
{
	return address >= (unsigned long)_text && address < (unsigned long)_end;
}

bool is_module_text_address(unsigned long address)
{
	struct mapping map;

	return !in_image(address) && lookup_mapping(address, &map) && !(map.prot & PTE_PXN);
}

/* What the kernel maps for itself lies in the fixmap and above. */
bool is_module_address(unsigned long address)
{
	struct mapping map;

	return !in_image(address) && address < FIXADDR_START && lookup_mapping(address, &map);
}

int __kernel_text_address(unsigned long address)
{
	return core_kernel_text(address) || is_module_text_address(address);
}

int kernel_text_address(unsigned long address)
{
	return __kernel_text_address(address);
}

int func_ptr_is_kernel_text(void *function)
{
	return __kernel_text_address((unsigned long)function);
}
