/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What a case may turn of the poke slot and of the patching code's view through it. Everything here
 * is put back between cases.
 */
#ifndef _SCT_POKE_H
#define _SCT_POKE_H

#include <linux/types.h>

/*
 * Attributes of the poke slot while it is mapped: PAGE_KERNEL, or PAGE_KERNEL_RO to make the write
 * fault.
 */
extern u64 poke_slot_prot;
/*
 * Whether a mapping that goes is invalidated in every CPU's TLB, as it must be. For a case that
 * makes very many updates, of one page and by CPU 0 alone: QEMU stops all CPUs for each broadcast,
 * and on a busy host that takes a millisecond. The others may keep that one translation until they
 * are turned on anew and invalidate all of theirs; with two CPUs that map pages in turn it would
 * break break-before-make.
 */
extern bool tlb_flush_broadcast;
/*
 * Whether the poke slot stays mapped behind a write, for the next one of the same page: mapping it
 * is most of what an update costs. For who makes tens of thousands and looks at what becomes of the
 * literal.
 */
extern bool poke_slot_stays;
/*
 * While one is set, the patching code finds the page of `expected` where it is mapped, and every
 * other address at `page`: a write that goes astray lands there and spoils nothing. Each of those
 * is counted, and the last one noted. NULL otherwise.
 */
struct poke_spy {
	u64 expected;
	phys_addr_t page;
	unsigned int strays;
	u64 stray;
};
extern struct poke_spy *poke_spy;

#endif
