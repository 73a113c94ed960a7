// SPDX-License-Identifier: GPL-2.0-only
/*
 * Starts the image under UEFI: an application of its own that carries the Image, so that the image
 * is the same however it is started. It asks for the device tree, copies the image to memory of its
 * own, leaves the firmware and enters as the boot protocol wants it
 * (Documentation/arch/arm64/booting.rst). Structures: UEFI 2.10, 4.3, 4.4, 4.6 and 7.2.
 */
#include <stddef.h>
#include <stdint.h>

#define SUCCESS	       0
#define ERROR(n)       (UINT64_C(1) << 63 | (n))
#define OUT_OF_MEMORY  ERROR(9)
#define NOT_FOUND      ERROR(14)
#define EFI_PAGE_SHIFT 12
/* What the image may want to be a multiple of: its largest page. */
#define IMAGE_ALIGN    UINT64_C(0x10000)

enum { ALLOCATE_ANY_PAGES = 0, LOADER_DATA = 2 };

struct text_output {
	void *reset;
	uint64_t (*output_string)(struct text_output *self, const uint16_t *text);
};

struct boot_services {
	char header[24];
	void *raise_tpl, *restore_tpl;
	uint64_t (*allocate_pages)(int how, int type, uint64_t pages, uint64_t *address);
	void *free_pages;
	uint64_t (*get_memory_map)(uint64_t *size, void *map, uint64_t *key, uint64_t *each,
				   uint32_t *version);
	void *between[21];
	uint64_t (*exit_boot_services)(void *self, uint64_t key);
};

struct guid {
	uint64_t low, high;
};

struct configuration {
	struct guid guid;
	void *table;
};

struct system_table {
	char header[24];
	void *vendor;
	uint64_t revision;
	void *in_handle, *in, *out_handle;
	struct text_output *out;
	void *error_handle, *error, *runtime;
	struct boot_services *boot;
	uint64_t count;
	struct configuration *tables;
};

_Static_assert(offsetof(struct boot_services, exit_boot_services) == 232, "UEFI 2.10, 4.4.1");
_Static_assert(offsetof(struct system_table, tables) == 112, "UEFI 2.10, 4.3.1");

/* EFI_DTB_TABLE_GUID: b1b621d5-f19c-41a5-830b-d9152c69aae0 */
static const struct guid DEVICE_TREE = { 0x41a5f19cb1b621d5, 0xe0aa692c15d90b83 };

/* enter.S */
extern const char image_start[], image_end[];
_Noreturn void enter(uint64_t image, const void *fdt);
extern const char enter_end[];

/* The header of the image: its whole size, .bss included, at 16. */
static uint64_t image_size(void)
{
	return *(const uint64_t *)(image_start + 16);
}

/* To the point of coherency: what is read and executed with the MMU off. */
static void clean(uint64_t start, uint64_t end)
{
	uint64_t ctr, line;

	asm("mrs %0, ctr_el0" : "=r"(ctr));
	line = UINT64_C(4) << (ctr >> 16 & 15);
	for (uint64_t at = start & ~(line - 1); at < end; at += line)
		asm volatile("dc civac, %0" : : "r"(at) : "memory");
	asm volatile("dsb sy" : : : "memory");
}

static const void *device_tree(const struct system_table *system)
{
	for (uint64_t nth = 0; nth < system->count; nth++) {
		const struct configuration *one = &system->tables[nth];

		if (one->guid.low == DEVICE_TREE.low && one->guid.high == DEVICE_TREE.high)
			return one->table;
	}
	return NULL;
}

static void leave(void *self, const struct boot_services *boot)
{
	static char map[0x10000];
	uint64_t size, key, each;
	uint32_t version;

	/* The first call may change the map (UEFI 2.10, 7.4.6). */
	do {
		size = sizeof(map);
		boot->get_memory_map(&size, map, &key, &each, &version);
	} while (boot->exit_boot_services(self, key) != SUCCESS);
}

static uint64_t refuse(const struct system_table *system, const uint16_t *why, uint64_t code)
{
	system->out->output_string(system->out, why);
	return code;
}

uint64_t efi_main(void *self, struct system_table *system)
{
	const void *fdt = device_tree(system);
	uint64_t image = 0, pages = (image_size() + IMAGE_ALIGN) >> EFI_PAGE_SHIFT;

	if (!fdt)
		return refuse(
			system,
			u"sct: the firmware has no device tree (ACPI alone): have it give one\r\n",
			NOT_FOUND);
	if (system->boot->allocate_pages(ALLOCATE_ANY_PAGES, LOADER_DATA, pages, &image) != SUCCESS)
		return refuse(system, u"sct: there is no memory for the image\r\n", OUT_OF_MEMORY);
	image = (image + IMAGE_ALIGN - 1) & ~(IMAGE_ALIGN - 1);
	for (const char *from = image_start; from < image_end; from++)
		((char *)image)[from - image_start] = *from;
	clean(image, image + image_size());
	clean((uint64_t)enter, (uint64_t)enter_end);
	leave(self, system->boot);
	enter(image, fdt);
}
