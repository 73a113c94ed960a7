// SPDX-License-Identifier: GPL-2.0-only
/* Cache maintenance for code that was written. */
#include <asm/barrier.h>
#include <asm/cacheflush.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>

void caches_clean_inval_pou(unsigned long start, unsigned long end)
{
	u64 ctr = read_sysreg(ctr_el0);
	u64 dline = 4UL << ((ctr >> 16) & 0xf), iline = 4UL << (ctr & 0xf);

	for (u64 p = ALIGN_DOWN(start, dline); p < end; p += dline)
		asm volatile("dc cvau, %0" : : "r"(p) : "memory");
	dsb(ish);
	for (u64 p = ALIGN_DOWN(start, iline); p < end; p += iline)
		asm volatile("ic ivau, %0" : : "r"(p) : "memory");
	dsb(ish);
	isb();
	code_changed(start, end);
}

void icache_inval_pou(unsigned long start, unsigned long end)
{
	u64 iline = 4UL << (read_sysreg(ctr_el0) & 0xf);

	for (u64 p = ALIGN_DOWN(start, iline); p < end; p += iline)
		asm volatile("ic ivau, %0" : : "r"(p) : "memory");
	dsb(ish);
	isb();
}

void dcache_clean_pou(unsigned long start, unsigned long end)
{
	u64 dline = 4UL << ((read_sysreg(ctr_el0) >> 16) & 0xf);

	for (u64 p = ALIGN_DOWN(start, dline); p < end; p += dline)
		asm volatile("dc cvau, %0" : : "r"(p) : "memory");
	dsb(ish);
}

void dcache_clean_inval_poc(unsigned long start, unsigned long end)
{
	u64 dline = 4UL << ((read_sysreg(ctr_el0) >> 16) & 0xf);

	for (u64 p = ALIGN_DOWN(start, dline); p < end; p += dline)
		asm volatile("dc civac, %0" : : "r"(p) : "memory");
	dsb(sy);
}
