// SPDX-License-Identifier: GPL-2.0-only
/*
 * The address space. All of the image is mapped from one memfd, so that a page of it can be mapped
 * once more, elsewhere or with other attributes: the poke slot is such a mapping, and read-only
 * memory has no other way to be written.
 */
#include <asm/cacheflush.h>
#include <asm/fixmap.h>
#include <asm/pgtable.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <linux/string.h>
#include <sct/linux.h>
#include <sct/memory.h>
#include <sct/poke.h>
#include <sct/process.h>

/* process.lds: where the contents of each region end; from there to the next one it is empty. */
extern char _low_end[], _text_end[], _unguarded_end[], _rodata_end[], _sfar[], _far_end[],
	_ro_after_init_end[], _inittext_end[], _initdata_end[], _data_end[];

u64 kimage_voffset; /* 0: a physical address is the image's own */
u64 poke_slot_prot = PAGE_KERNEL;
bool tlb_flush_broadcast = true;

/* Not in .bss, of which map_image() copies nothing. */
static int image_fd __section(".data");

/* What of the image has which attributes: the same as mm/pgtable.c gives it in the kernel. */
static struct region {
	char *start, *contents_end, *end;
	u64 prot;
} regions[] = {
	{ _text, _low_end, _stext, PAGE_KERNEL_RO },
	{ _stext, _text_end, _etext, PAGE_KERNEL_ROX | PTE_GP },
	{ _sunguarded, _unguarded_end, _eunguarded, PAGE_KERNEL_ROX },
	{ _srodata, _rodata_end, _sfar, PAGE_KERNEL_RO },
	{ _sfar, _far_end, _sro_after_init, PAGE_KERNEL_RO },
	{ _sro_after_init, _ro_after_init_end, _erodata, PAGE_KERNEL },
	{ _sinittext, _inittext_end, _einittext, PAGE_KERNEL_ROX | PTE_GP },
	{ _einittext, _initdata_end, _sdata, PAGE_KERNEL },
	{ _sdata, _data_end, _end, PAGE_KERNEL },
};

/* Without BTI the kernel refuses the right, or takes no notice of it. */
static bool has_bti(void)
{
	return process_start.hwcap2 & HWCAP2_BTI;
}

static u64 rights(u64 prot)
{
	return PROT_READ | (prot & PTE_RDONLY ? 0 : PROT_WRITE) |
	       (prot & PTE_PXN ? 0 : PROT_EXEC | ((prot & PTE_GP) && has_bti() ? PROT_BTI : 0));
}

static long map(u64 va, size_t size, u64 prot, u64 flags, phys_addr_t pa, int fd)
{
	return linux_call(SYS_MMAP, va, size, rights(prot), MAP_SHARED | flags, fd,
			  pa - (u64)_text);
}

static long copy_contents(int fd, const struct region *region)
{
	const char *at = region->start;

	while (at < region->contents_end) {
		long n = linux_call(SYS_PWRITE64, fd, at, region->contents_end - at, at - _text);

		if (n <= 0)
			return n ? n : -LINUX_EINVAL;
		at += n;
	}
	return 0;
}

/* Nothing in the image may change between the copy and the last of its new mappings. */
long map_image(const char **what)
{
	/* Up to Linux 6.2 there is no such flag, and each memfd may be executed. */
	long fd = linux_call(SYS_MEMFD_CREATE, "sct-image", MFD_CLOEXEC | MFD_EXEC), err;

	*what = "memfd_create";
	if (fd == -LINUX_EINVAL)
		fd = linux_call(SYS_MEMFD_CREATE, "sct-image", MFD_CLOEXEC);
	if (fd < 0)
		return fd;
	*what = "a copy of the image into a memfd";
	image_fd = (int)fd;
	err = linux_call(SYS_FTRUNCATE, fd, _end - _text);
	for (unsigned int i = 0; i < ARRAY_SIZE(regions) && !err; i++)
		err = copy_contents((int)fd, &regions[i]);
	for (unsigned int i = 0; i < ARRAY_SIZE(regions) && err >= 0; i++) {
		const struct region *region = &regions[i];

		if (region->start == region->end)
			continue;
		*what = "mmap of the image from a memfd";
		err = map((u64)region->start, (size_t)(region->end - region->start), region->prot,
			  MAP_FIXED, (u64)region->start, (int)fd);
	}
	if (err < 0)
		return err;
	unmap_guard_page((u64)main_stack_guard);
	unmap_guard_page((u64)exception_stack_guard);
	return 0;
}

void unmap_guard_page(u64 va)
{
	linux_call(SYS_MPROTECT, va, PAGE_SIZE, PROT_NONE);
}

static const struct region *region_of(u64 va)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(regions); i++)
		if (regions[i].prot && va >= (u64)regions[i].start && va < (u64)regions[i].end)
			return &regions[i];
	return NULL;
}

void protect(const char *start, const char *end, u64 prot)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(regions); i++) {
		struct region *region = &regions[i];

		if (region->start < start || region->end > end)
			continue;
		region->prot = prot;
		linux_call(SYS_MPROTECT, region->start, region->end - region->start,
			   prot ? rights(prot) : PROT_NONE);
	}
}

/*
 * QEMU up to 8.0 keeps what it translated, whatever IC IVAU says, until a page is mapped anew (its
 * user mode; since 8.1 IC IVAU does it).
 */
void code_changed(unsigned long start, unsigned long end)
{
	const struct region *region = region_of(start);
	u64 page = ALIGN_DOWN(start, PAGE_SIZE);

	if (region && !(region->prot & PTE_PXN))
		map(page, ALIGN(end, PAGE_SIZE) - page, region->prot, MAP_FIXED, page, image_fd);
}

/* What is mapped beside the image: a page each. `prot` is 0 where nothing is. */
static struct mapping slots[__end_of_fixed_addresses];
#define MAPPED_PAGES	320
static struct mapping mapped[MAPPED_PAGES];
static unsigned int mapped_count;

void __set_fixmap(unsigned int idx, phys_addr_t phys, u64 prot)
{
	u64 va = fix_to_virt(idx);

	if (slots[idx].prot)
		linux_call(SYS_MUNMAP, va, PAGE_SIZE);
	slots[idx].prot = 0;
	if (!prot)
		return;
	note_mapped_writable(phys, prot);
	if (map(va, PAGE_SIZE, prot, MAP_FIXED, phys, image_fd) == (long)va)
		slots[idx] = (struct mapping){ va, PAGE_SIZE, phys, prot };
}

bool map_page(u64 va, phys_addr_t pa, u64 prot)
{
	long at;

	if (mapped_count == MAPPED_PAGES)
		return false;
	/* A kernel or emulator that does not know the flag takes the address for a wish. */
	at = map(va, PAGE_SIZE, prot, MAP_FIXED_NOREPLACE, pa, image_fd);
	if (at != (long)va) {
		if (at > 0)
			linux_call(SYS_MUNMAP, at, PAGE_SIZE);
		return false;
	}
	note_mapped_writable(pa, prot);
	mapped[mapped_count++] = (struct mapping){ va, PAGE_SIZE, pa, prot };
	return true;
}

void unmap_pages(void)
{
	while (mapped_count)
		linux_call(SYS_MUNMAP, mapped[--mapped_count].va, PAGE_SIZE);
}

static bool find_in(const struct mapping *list, unsigned int count, u64 va, struct mapping *found)
{
	for (unsigned int i = 0; i < count; i++) {
		*found = list[i];
		if (found->prot && va - found->va < found->size)
			return true;
	}
	return false;
}

/* As far as the process itself knows: what the kernel knows is for walk_mappings(). */
bool lookup_mapping(u64 va, struct mapping *found)
{
	const struct region *region = region_of(va);

	if (!region)
		return find_in(slots, ARRAY_SIZE(slots), va, found) ||
		       find_in(mapped, mapped_count, va, found);
	*found = (struct mapping){ (u64)region->start, (u64)(region->end - region->start),
				   __pa_symbol(region->start), region->prot };
	return true;
}

u64 *stack_bottom(void)
{
	return (u64 *)(main_stack_guard + PAGE_SIZE);
}

/* There is no other half: what is mapped is all that walk_mappings() walks. */
bool ttbr0_disabled(void)
{
	return true;
}
