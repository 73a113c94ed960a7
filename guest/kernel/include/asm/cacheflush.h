/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_CACHEFLUSH_H
#define _ASM_CACHEFLUSH_H
#include <linux/types.h>
/* Makes [start, end) as written visible to instruction fetch: DC CVAU, IC IVAU, barriers. */
void caches_clean_inval_pou(unsigned long start, unsigned long end);
#define flush_icache_range(start, end) caches_clean_inval_pou(start, end)
void icache_inval_pou(unsigned long start, unsigned long end);
void dcache_clean_pou(unsigned long start, unsigned long end);
void dcache_clean_inval_poc(unsigned long start, unsigned long end);

/* For caches_clean_inval_pou(), at its end: nothing else remembers code here. */
#define code_changed(start, end)	do { (void)(start); (void)(end); } while (0)

static inline void icache_inval_all_pou(void)
{
	asm volatile("ic ialluis\n\tdsb ish\n\tisb" : : : "memory");
}
#endif
