// SPDX-License-Identifier: GPL-2.0-only
/* Code that was emitted, in the page tables. */
#include <asm/cacheflush.h>
#include <asm/pgtable.h>
#include <linux/kernel.h>
#include <sct/features.h>
#include <sct/memory.h>
#include "../common/memory.h"

void code_executable(char *start, char *end)
{
	char *from = (char *)ALIGN_DOWN((u64)start, PAGE_SIZE);

	protect(from, end, PAGE_KERNEL_ROX | (cpu_has_bti() ? PTE_GP : 0));
	caches_clean_inval_pou((unsigned long)start, (unsigned long)end);
}

void code_readable(char *start, char *end)
{
	protect((char *)ALIGN_DOWN((u64)start, PAGE_SIZE), end, PAGE_KERNEL_RO);
}

void code_writable(char *start, char *end)
{
	protect((char *)ALIGN_DOWN((u64)start, PAGE_SIZE), end, PAGE_KERNEL);
}
