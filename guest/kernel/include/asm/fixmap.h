/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_FIXMAP_H
#define _ASM_FIXMAP_H

#include <asm/memory.h>
#include <asm/pgtable.h>
#include <sct/poke.h>

/*
 * Slots of one page each, from FIXADDR_START up; the device tree has a window of its own
 * (mm/pgtable.c).
 */
enum fixed_addresses {
	FIX_TEXT_POKE0,
	FIX_UART,
	FIX_GIC_DIST,  /* and what is no GIC */
	FIX_GIC_CPU,   /* GICv2: CPU interface; GICv3: the redistributor's RD frame */
	FIX_GIC_SGI,   /* GICv3: the redistributor's SGI frame */
	FIX_GIC_OTHER, /* GICv3: another CPU's redistributor, while it is set up */
	FIX_SCRATCH,   /* for controls, which map what must not be there */
	__end_of_fixed_addresses
};

static inline unsigned long __fix_to_virt(unsigned int idx)
{
	return FIXADDR_START + ((unsigned long)idx << PAGE_SHIFT);
}
#define fix_to_virt(idx) __fix_to_virt(idx)

/* Installs or (prot 0) removes a slot's mapping, with the TLB maintenance that the change needs. */
void __set_fixmap(unsigned int idx, phys_addr_t phys, u64 prot);

#define set_fixmap_io(idx, phys)	__set_fixmap(idx, phys, PROT_DEVICE_nGnRE)
/* The same at any address; gives the one that it is mapped at. */
#define set_fixmap_offset_io(idx, phys) ({			\
	set_fixmap_io(idx, ALIGN_DOWN((u64)(phys), PAGE_SIZE));	\
	fix_to_virt(idx) + ((phys) & (PAGE_SIZE - 1));		\
})
#define clear_fixmap(idx)		__set_fixmap(idx, 0, 0)

/*
 * What maps the poke slot is a case's to change. A kernel tree's own patching.c comes this way,
 * too.
 */
#define set_fixmap_offset(idx, phys) ({						\
	__set_fixmap(idx, ALIGN_DOWN((u64)(phys), PAGE_SIZE), poke_slot_prot);	\
	fix_to_virt(idx) + ((phys) & (PAGE_SIZE - 1));				\
})

#endif
