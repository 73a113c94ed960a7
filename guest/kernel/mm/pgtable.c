// SPDX-License-Identifier: GPL-2.0-only
/*
 * Page tables. map_kernel() runs in the boot stub with the MMU off, at physical addresses;
 * everything else runs at the linked addresses. The tables lie in .bss, so `offset` (VA minus PA as
 * the running code sees them: 0 in the stub) reaches all of them.
 */
#include <asm/barrier.h>
#include <asm/fixmap.h>
#include <asm/pgtable.h>
#include <asm/sysreg.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <sct/fdt.h>
#include <sct/memory.h>
#include <sct/poke.h>

#define PTRS_PER_TABLE	(PAGE_SIZE / 8)
#define TABLES		64
/* Where a walk of VA_BITS begins: level 1 with 64 KiB pages, level 0 with the others. */
#define START_LEVEL	(4 - (VA_BITS - 4) / (PAGE_SHIFT - 3))

static u64 tables[TABLES][PTRS_PER_TABLE] __aligned(PAGE_SIZE);
static unsigned int tables_used;
/* The entry that leads to each, and how many of them are there for good. */
static u64 *leading_to[TABLES];
static unsigned int tables_kept;
/* The TTBR1 table is the first that map_kernel() takes. */
#define ttbr1_table tables[0]

u64 kimage_voffset;
/*
 * PAs of the two root tables, for enable_mmu. They are written with the MMU off, so that a CPU
 * which comes later reads them with its own MMU off; and they never change.
 */
u64 boot_ttbr1, boot_ttbr0;
/* The exception level that the kernel runs at, for the same CPU. */
u64 boot_el;
u64 poke_slot_prot = PAGE_KERNEL;
bool tlb_flush_broadcast = true;

/* The size of what one entry at `level` (0 to 3) maps, as a shift. */
static unsigned int level_shift(unsigned int level)
{
	return PAGE_SHIFT + (3 - level) * (PAGE_SHIFT - 3);
}

static u64 *entry_of(u64 *table, unsigned int level, u64 va)
{
	return &table[((va & (BIT(VA_BITS) - 1)) >> level_shift(level)) % PTRS_PER_TABLE];
}

static u64 *new_table(void)
{
	return tables_used < TABLES ? tables[tables_used++] : NULL;
}

/*
 * The entry for `va` at `last`, with the tables above it made as needed; NULL when the pool is
 * empty.
 */
static u64 *make_entry(u64 *table, u64 va, unsigned int last, u64 offset)
{
	for (unsigned int level = START_LEVEL; level < last; level++) {
		u64 *entry = entry_of(table, level, va);

		if (!(*entry & PTE_VALID)) {
			u64 *next = new_table();

			if (!next)
				return NULL;
			*entry = ((u64)next - offset) | PTE_TYPE_TABLE;
			leading_to[tables_used - 1] = entry;
		}
		table = (u64 *)((*entry & PTE_ADDR_MASK) + offset);
	}
	return entry_of(table, last, va);
}

/*
 * Maps what lies from `start` to `end`. With the MMU off an address is a physical one; where it is
 * mapped is `voffset` away.
 */
static void map_region(u64 *table, u64 voffset, char *start, char *end, u64 prot)
{
	for (phys_addr_t pa = (phys_addr_t)start; pa < (phys_addr_t)end; pa += PAGE_SIZE)
		*make_entry(table, pa + voffset, 3, 0) = pa | prot | PTE_TYPE_PAGE;
}

void map_kernel(u64 voffset, phys_addr_t fdt)
{
	u64 *kernel = new_table();
	u64 *identity = new_table();
	/* ID_AA64PFR1_EL1.BT; GP is RES0 without it */
	u64 gp = (read_sysreg(S3_0_C0_C4_1) & 0xf) ? PTE_GP : 0;
	char *blob = (char *)ALIGN_DOWN(fdt, PAGE_SIZE);

	map_region(kernel, voffset, _text, _stext, PAGE_KERNEL_RO);
	map_region(kernel, voffset, _stext, _etext, PAGE_KERNEL_ROX | gp);
	map_region(kernel, voffset, _sunguarded, _eunguarded, PAGE_KERNEL_ROX);
	map_region(kernel, voffset, _srodata, _erodata, PAGE_KERNEL_RO);
	map_region(kernel, voffset, _sro_after_init, _erodata, PAGE_KERNEL);
	map_region(kernel, voffset, _sinittext, _einittext, PAGE_KERNEL_ROX | gp);
	map_region(kernel, voffset, _einittext, _sdata, PAGE_KERNEL);
	map_region(kernel, voffset, _sdata, _end, PAGE_KERNEL);
	*make_entry(kernel, (u64)main_stack_guard + voffset, 3, 0) = 0;
	*make_entry(kernel, (u64)exception_stack_guard + voffset, 3, 0) = 0;
	make_entry(kernel, FIXADDR_START, 3, 0);
	map_region(kernel, FDT_WINDOW - (u64)blob, blob,
		   (char *)fdt + min(fdt_size((const void *)fdt), (u32)SZ_2M), PAGE_KERNEL_RO);

	/* The stub alone, read-only. */
	map_region(identity, 0, _text, _stext, PAGE_KERNEL_ROX);

	tables_kept = tables_used;
	kimage_voffset = voffset;
	boot_ttbr1 = (u64)kernel;
	boot_ttbr0 = (u64)identity;
	boot_el = running_at_el2() ? 2 : 1;
}

static void tlb_flush_page(u64 va)
{
	u64 page = (va >> 12) & (BIT(44) - 1);

	dsb(ishst);
	if (tlb_flush_broadcast)
		asm volatile("tlbi vaale1is, %0" : : "r"(page) : "memory");
	else
		asm volatile("tlbi vaale1, %0" : : "r"(page) : "memory");
	dsb(ish);
	isb();
}

void __set_fixmap(unsigned int idx, phys_addr_t phys, u64 prot)
{
	u64 va = fix_to_virt(idx);
	u64 *entry = make_entry(ttbr1_table, va, 3, kimage_voffset);

	/*
	 * Break before make: the old translation is gone from every TLB before a new one can be
	 * seen.
	 */
	if (READ_ONCE(*entry) & PTE_VALID) {
		WRITE_ONCE(*entry, 0);
		tlb_flush_page(va);
	}
	if (prot) {
		note_mapped_writable(phys, prot);
		WRITE_ONCE(*entry, phys | prot | PTE_TYPE_PAGE);
		dsb(ishst);
		isb();
	}
}

void protect(const char *start, const char *end, u64 prot)
{
	for (u64 va = (u64)start; va < (u64)end; va += PAGE_SIZE) {
		WRITE_ONCE(*make_entry(ttbr1_table, va, 3, kimage_voffset), 0);
		tlb_flush_page(va);
		if (prot)
			WRITE_ONCE(*make_entry(ttbr1_table, va, 3, kimage_voffset),
				   __pa_symbol(va) | prot | PTE_TYPE_PAGE);
	}
	dsb(ishst);
	isb();
}

void unmap_guard_page(u64 va)
{
	WRITE_ONCE(*make_entry(ttbr1_table, va, 3, kimage_voffset), 0);
	tlb_flush_page(va);
}

/* The pages that map_page() mapped since the last unmap_pages(). */
#define MAPPED_PAGES	320
static u64 mapped[MAPPED_PAGES];
static unsigned int mapped_count;

bool map_page(u64 va, phys_addr_t pa, u64 prot)
{
	u64 *entry;

	if (mapped_count == MAPPED_PAGES)
		return false;
	entry = make_entry(ttbr1_table, va, 3, kimage_voffset);
	if (!entry || (*entry & PTE_VALID))
		return false;
	note_mapped_writable(pa, prot);
	mapped[mapped_count++] = va;
	WRITE_ONCE(*entry, pa | prot | PTE_TYPE_PAGE);
	dsb(ishst);
	isb();
	return true;
}

/*
 * Gives back the tables that map_page() has taken: a case may map pages all over the address space,
 * one after the other.
 */
static void drop_tables(void)
{
	if (tables_used == tables_kept)
		return;
	for (unsigned int i = tables_kept; i < tables_used; i++)
		WRITE_ONCE(*leading_to[i], 0);
	dsb(ishst);
	/* What the walkers remember of the tables themselves, too. */
	asm volatile("tlbi vmalle1is" : : : "memory");
	dsb(ish);
	isb();
	memset(tables[tables_kept], 0, (tables_used - tables_kept) * sizeof(tables[0]));
	tables_used = tables_kept;
}

void unmap_pages(void)
{
	while (mapped_count) {
		u64 va = mapped[--mapped_count];

		WRITE_ONCE(*make_entry(ttbr1_table, va, 3, kimage_voffset), 0);
		tlb_flush_page(va);
	}
	drop_tables();
}

struct walk {
	bool (*visit)(const struct mapping *map, void *arg);
	void *arg;
};

static bool walk_table(const struct walk *walk, const u64 *table, unsigned int level, u64 base)
{
	u64 size = 1UL << level_shift(level);

	for (unsigned int i = 0; i < PTRS_PER_TABLE; i++) {
		u64 entry = READ_ONCE(table[i]);
		u64 va = base + i * size;

		if (!(entry & PTE_VALID))
			continue;
		if (level < 3 && (entry & PTE_TYPE_MASK) == PTE_TYPE_TABLE) {
			if (!walk_table(walk,
					(const u64 *)((entry & PTE_ADDR_MASK) + kimage_voffset),
					level + 1, va))
				return false;
		} else {
			struct mapping map = {
				.va = va,
				.size = size,
				.pa = entry & PTE_ADDR_MASK,
				.prot = entry & ~PTE_ADDR_MASK & ~PTE_TYPE_MASK,
			};

			if (!walk->visit(&map, walk->arg))
				return false;
		}
	}
	return true;
}

bool ttbr0_disabled(void)
{
	return read_sysreg(tcr_el1) & TCR_EL1_EPD0;
}

void walk_mappings(bool (*visit)(const struct mapping *map, void *arg), void *arg)
{
	const struct walk walk = { visit, arg };
	/* What the CPU walks, not what this file remembers. */
	phys_addr_t root = read_sysreg(ttbr1_el1) & PTE_ADDR_MASK;

	walk_table(&walk, (const u64 *)(root + kimage_voffset), START_LEVEL, ~0UL << VA_BITS);
}

bool lookup_mapping(u64 va, struct mapping *map)
{
	const u64 *table = (const u64 *)((read_sysreg(ttbr1_el1) & PTE_ADDR_MASK) + kimage_voffset);

	if (va < ~0UL << VA_BITS)
		return false;
	for (unsigned int level = START_LEVEL; level <= 3; level++) {
		u64 size = 1UL << level_shift(level);
		u64 entry = READ_ONCE(*entry_of((u64 *)table, level, va));

		if (!(entry & PTE_VALID))
			return false;
		if (level == 3 || (entry & PTE_TYPE_MASK) == PTE_TYPE_BLOCK) {
			map->va = ALIGN_DOWN(va, size);
			map->size = size;
			map->pa = entry & PTE_ADDR_MASK;
			map->prot = entry & ~PTE_ADDR_MASK & ~PTE_TYPE_MASK;
			return true;
		}
		table = (const u64 *)((entry & PTE_ADDR_MASK) + kimage_voffset);
	}
	return false;
}
