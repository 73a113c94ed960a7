/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_TLBFLUSH_H
#define _ASM_TLBFLUSH_H
#include <asm/barrier.h>
#include <linux/compiler.h>
/*
 * TLBI of the regime that the kernel runs in; all of it where Linux takes a page or a range, which
 * is never too little.
 */
static inline void local_flush_tlb_all(void)
{
	dsb(nshst);
	asm volatile("tlbi vmalle1" : : : "memory");
	dsb(nsh);
	isb();
}

static inline void flush_tlb_all(void)
{
	dsb(ishst);
	asm volatile("tlbi vmalle1is" : : : "memory");
	dsb(ish);
	isb();
}

static inline void flush_tlb_kernel_range(unsigned long start, unsigned long end)
{
	if (start < end)
		flush_tlb_all();
}
#endif
