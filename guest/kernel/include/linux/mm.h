/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_MM_H
#define _LINUX_MM_H

#include <asm/memory.h>
#include <linux/kernel.h>
/* By way of linux/bitmap.h in every configuration; arch/arm64/kernel/patching.c relies on it. */
#include <linux/string.h>
#include <linux/types.h>

#define offset_in_page(p)	((unsigned long)(p) & ~PAGE_MASK)

/*
 * Nothing is kept of a page: the pointer is its physical address. NULL (no RAM is there) for an
 * address that is not mapped.
 */
struct page;
struct page *vmalloc_to_page(const void *addr);
#define page_to_phys(page)	((phys_addr_t)(page))
#define phys_to_page(phys)	((struct page *)ALIGN_DOWN((phys_addr_t)(phys), PAGE_SIZE))

/*
 * There is no linear map. What is asked of one is answered with the image's own, which is as
 * read-only as an alias of read-only memory in Linux; none of its addresses is a linear one.
 */
#define __pa(x)			__pa_symbol(x)
#define __virt_to_phys(x)	__pa_symbol(x)
#define virt_to_phys(x)		__pa_symbol(x)
#define __va(phys)		((void *)((u64)(phys) + kimage_voffset))
#define phys_to_virt(phys)	__va(phys)
#define lm_alias(x)		__va(__pa_symbol(x))
#define PAGE_OFFSET		(-(1UL << VA_BITS))
#define PAGE_END		(-(1UL << (VA_BITS - 1)))
#define __is_lm_address(address) ((u64)(address) - PAGE_OFFSET < PAGE_END - PAGE_OFFSET)
#define virt_addr_valid(address) __is_lm_address(address)
#define virt_to_page(address)	phys_to_page(__pa_symbol(address))
#define page_address(page)	__va(page_to_phys(page))
#define PAGE_ALIGN(address)	ALIGN(address, PAGE_SIZE)
#define PAGE_ALIGN_DOWN(address) ALIGN_DOWN(address, PAGE_SIZE)
#define PAGE_ALIGNED(address)	IS_ALIGNED((unsigned long)(address), PAGE_SIZE)
static inline bool is_vmalloc_addr(const void *address)
{
	(void)address;
	return false;
}
#endif
