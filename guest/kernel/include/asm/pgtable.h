/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_PGTABLE_H
#define _ASM_PGTABLE_H

#include <asm/memory.h>
#include <linux/types.h>

/* Stage 1 descriptor bits, Arm ARM (DDI 0487) D8.3. */
#define PTE_VALID	(1UL << 0)
#define PTE_TYPE_PAGE	(3UL << 0)
#define PTE_TYPE_TABLE	(3UL << 0)
#define PTE_TYPE_BLOCK	(1UL << 0)
#define PTE_TYPE_MASK	(3UL << 0)
#define PTE_ATTRINDX(n)	((u64)(n) << 2)
#define PTE_RDONLY	(1UL << 7)		/* AP[2] */
#define PTE_SH_INNER	(3UL << 8)
#define PTE_AF		(1UL << 10)
#define PTE_GP		(1UL << 50)
#define PTE_PXN		(1UL << 53)
#define PTE_UXN		(1UL << 54)
#define PTE_ADDR_MASK	(0x0000ffffffffffffUL & PAGE_MASK)

#define PTE_NORMAL	(PTE_ATTRINDX(1) | PTE_SH_INNER | PTE_AF | PTE_UXN)
#define PAGE_KERNEL		(PTE_NORMAL | PTE_PXN)
#define PAGE_KERNEL_RO		(PTE_NORMAL | PTE_PXN | PTE_RDONLY)
#define PAGE_KERNEL_ROX		(PTE_NORMAL | PTE_RDONLY) /* PTE_GP on top where the CPU has BTI */
#define PAGE_KERNEL_EXEC	PTE_NORMAL	/* writable and executable: for controls only */
#define PROT_DEVICE_nGnRE	(PTE_ATTRINDX(0) | PTE_AF | PTE_PXN | PTE_UXN)

/*
 * One leaf of the page tables. `prot` is the descriptor without its address; hierarchical limits
 * are never used here.
 */
struct mapping {
	u64 va;
	u64 size;
	phys_addr_t pa;
	u64 prot;
};

/*
 * Maps one page for the running case, at a TTBR1 address that nothing maps yet; false if something
 * does, or if tables or room run out. Code there wants PAGE_KERNEL_ROX and, where the CPU has BTI,
 * PTE_GP.
 */
bool map_page(u64 va, phys_addr_t pa, u64 prot);
/* Takes away all that map_page() mapped; done after every case. */
void unmap_pages(void);

/* Takes a page out of the kernel's own map, for good. */
void unmap_guard_page(u64 va);

/*
 * Calls `visit` for each leaf under TTBR1 (and TTBR0, were its walks not disabled), in order of
 * address; stops when it returns false.
 */
void walk_mappings(bool (*visit)(const struct mapping *map, void *arg), void *arg);
/* The leaf that maps `va`; false if there is none. */
bool lookup_mapping(u64 va, struct mapping *map);
/* Whether walks through TTBR0 are disabled (TCR_EL1.EPD0), so that the low half maps nothing. */
bool ttbr0_disabled(void);

#endif
