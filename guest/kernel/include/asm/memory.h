/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_MEMORY_H
#define _ASM_MEMORY_H

/* Where the image is linked: where Linux puts its own with 48-bit VAs. kernel.lds says the same. */
#define KIMAGE_VADDR	0xffff800080000000

/* 12, 14 or 16. ADRP counts in units of 4 KiB whatever it is. */
#define PAGE_SHIFT	CONFIG_PAGE_SHIFT

/*
 * Of each CPU, as many as the kernel has (THREAD_SIZE); a stack begins on a page, whatever its
 * size.
 */
#define STACK_SIZE		0x4000
#define EXCEPTION_STACK_SIZE	0x4000

#ifndef __ASSEMBLY__
#include <linux/kernel.h>

#define PAGE_SIZE	(1UL << PAGE_SHIFT)
#define PAGE_MASK	(~(PAGE_SIZE - 1))
#define VA_BITS		48

/* Above everything else that the kernel maps. */
#define FIXADDR_START	0xfffffffffe000000UL
/* The pages of the device tree, which has at most 2 MiB (booting.rst). */
#define FDT_WINDOW	(FIXADDR_START + SZ_2M)

extern char _text[], _stext[], _etext[], _sunguarded[], _eunguarded[], _srodata[], _erodata[],
	_sdata[], __bss_start[], _end[];
extern char _sro_after_init[], _sinittext[], _einittext[];
extern char __static_call_text_start[], __static_call_text_end[];

/* mm/stacks.S: the pages that are never mapped, below each stack, and the upper end of one. */
extern char main_stack_guard[], exception_stack_guard[], exception_stack_top[];

/* VA minus PA of the image. */
extern u64 kimage_voffset;
#define __pa_symbol(x)	((phys_addr_t)(u64)(x) - kimage_voffset)
#endif

#endif
