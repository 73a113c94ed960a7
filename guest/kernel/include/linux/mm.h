/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <asm/memory.h>
#include <linux/types.h>

#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)

/* Nothing is kept of a page: the pointer is its physical address. NULL (no RAM is there) for an address that is not mapped. */
struct page;
struct page *vmalloc_to_page(const void *addr);
#define page_to_phys(page)	((phys_addr_t)(page))
#define phys_to_page(phys)	((struct page *)ALIGN_DOWN((phys_addr_t)(phys), PAGE_SIZE))

#endif
