/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _SCT_BENCH_H
#define _SCT_BENCH_H

#include <linux/compiler.h>
#include <linux/spinlock.h>
#include <linux/types.h>

/* What the cases may see and turn of the guest kernel. Everything here is put back between cases. */

/* Attributes of the poke slot while it is mapped: PAGE_KERNEL, or PAGE_KERNEL_RO to make the write fault. */
extern u64 poke_slot_prot;
/*
 * Whether a mapping that goes is invalidated in every CPU's TLB, as it must be. For a case that makes very many updates, of one page and by CPU 0
 * alone: QEMU stops all CPUs for each broadcast, and on a busy host that takes a millisecond. The others may keep that one translation until they are
 * turned on anew and invalidate all of theirs; with two CPUs that map pages in turn it would break break-before-make.
 */
extern bool tlb_flush_broadcast;
/* Every lock that DEFINE_RAW_SPINLOCK made, the static ones of a kernel tree's files too. */
extern raw_spinlock_t raw_spinlocks_start[], raw_spinlocks_end[];
bool any_raw_spinlock_held(void);
/*
 * While one is set, the patching code finds every address mapped, at `page`: what would be written anywhere lands there, and the last address is
 * noted. NULL otherwise.
 */
struct poke_spy {
	phys_addr_t page;
	u64 addr;
};
extern struct poke_spy *poke_spy;
/* How many WARNs were reached since boot. */
extern unsigned int warn_count;
/* How many exceptions on all CPUs were fixed up since boot: a write that failed, whoever warns of it. */
extern unsigned int fixup_count;

/* One diagnostic line at the depth of a case; silent under a scratch result. */
void diag(const char *fmt, ...) __printf(1, 2);

/* Clears what an aborted case may have left behind: poke slot, locks, masks, hooks. */
void bench_reset(void);

#endif
