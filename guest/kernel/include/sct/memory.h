/* SPDX-License-Identifier: GPL-2.0-only */
/* Where there is RAM, and how the image is mapped in it. */
#ifndef _SCT_MEMORY_H
#define _SCT_MEMORY_H

#include <linux/types.h>

/* Whether the physical addresses from `start` to `end` are RAM, in one piece. */
bool memory_holds(phys_addr_t start, phys_addr_t end);
/* The lowest word of the stack that the cases run on. */
u64 *stack_bottom(void);

/*
 * From that at `va` on, the first page of read-only memory that was mapped writable, anywhere,
 * since the last forget_mapped_writable(); the end of it if there is none.
 */
u64 next_mapped_writable(u64 va);
void forget_mapped_writable(void);
/* A page at `pa` is now mapped with these attributes. */
void note_mapped_writable(phys_addr_t pa, u64 prot);

/* Maps what lies from `start` to `end` with other attributes, or, with 0, not at all any more. */
void protect(const char *start, const char *end, u64 prot);

/*
 * For the boot stub, under the rules of sct/boot.h: makes the page tables of the image and leaves
 * the PAs of their roots in boot_ttbr1 and boot_ttbr0. `voffset` is VA minus PA, `fdt` the PA of
 * the device tree.
 */
void map_kernel(u64 voffset, phys_addr_t fdt);

#endif
