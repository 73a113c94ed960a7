/* SPDX-License-Identifier: GPL-2.0-only */
/* TLBs are the business of whoever maps, which is Linux. */
#ifndef _ASM_TLBFLUSH_H
#define _ASM_TLBFLUSH_H
#include <asm/barrier.h>
#define local_flush_tlb_all()			dsb(nsh)
#define flush_tlb_all()				dsb(ish)
#define flush_tlb_kernel_range(start, end)	\
	do {					\
		(void)(start);			\
		(void)(end);			\
		dsb(ish);			\
	} while (0)
#endif
