// SPDX-License-Identifier: GPL-2.0-only
/* The flattened device tree, read in place (Devicetree Specification v0.4, chapter 5). */
#include <asm/byteorder.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/fdt.h>

enum { FDT_BEGIN_NODE = 1, FDT_END_NODE = 2, FDT_PROP = 3, FDT_NOP = 4, FDT_END = 9 };

#define FDT_MAGIC	0xd00dfeedU
#define FDT_MAX		SZ_2M		/* booting.rst */
#define MAX_DEPTH	8

struct fdt_header {
	__be32 magic, totalsize, off_dt_struct, off_dt_strings, off_mem_rsvmap, version,
		last_comp_version, boot_cpuid_phys;
	__be32 size_dt_strings, size_dt_struct;
};

static const u8 *structure, *structure_end;
static const char *strings;

bool fdt_init(const void *blob)
{
	const struct fdt_header *h = blob;
	u32 total = be32_to_cpu(h->totalsize);
	u32 at = be32_to_cpu(h->off_dt_struct);
	u32 size = be32_to_cpu(h->size_dt_struct);

	if (be32_to_cpu(h->magic) != FDT_MAGIC || be32_to_cpu(h->last_comp_version) > 17 ||
	    total > FDT_MAX)
		return false;
	if (at > total || size > total - at || be32_to_cpu(h->off_dt_strings) > total)
		return false;
	structure = (const u8 *)blob + at;
	structure_end = structure + size;
	strings = (const char *)blob + be32_to_cpu(h->off_dt_strings);
	return true;
}

u32 fdt_size(const void *blob)
{
	return be32_to_cpu(((const struct fdt_header *)blob)->totalsize);
}

static u32 word(const u8 **p)
{
	u32 value = be32_to_cpu(*(const __be32 *)*p);

	*p += 4;
	return value;
}

static const u8 *align4(const u8 *p)
{
	return (const u8 *)ALIGN((u64)p, 4);
}

/* Reads one property at *p, past its token. */
static const void *read_prop(const u8 **p, const char **name, u32 *len)
{
	const u8 *value;

	*len = word(p);
	*name = strings + word(p);
	value = *p;
	*p = align4(value + *len);
	return value;
}

const void *fdt_prop(const struct fdt_node *node, const char *name, u32 *len)
{
	const u8 *p = node->props;

	for (;;) {
		u32 token = word(&p);
		const char *found;
		const void *value;

		if (token == FDT_NOP)
			continue;
		if (token != FDT_PROP)
			return NULL;
		value = read_prop(&p, &found, len);
		if (!strcmp(found, name))
			return value;
	}
}

static u32 cells(const struct fdt_node *node, const char *name, u32 otherwise)
{
	u32 len;
	const __be32 *value = fdt_prop(node, name, &len);

	return value && len == 4 ? be32_to_cpu(*value) : otherwise;
}

typedef bool match_fn(const struct fdt_node *node, const char *wanted);

/* The first node that matches and whose properties lie behind `after`. */
static bool find(match_fn *match, const char *wanted, const u8 *after, struct fdt_node *node)
{
	struct {
		u32 address_cells, size_cells;
		size_t path_len;
	} up[MAX_DEPTH + 1] = { { 2, 1, 0 } };
	unsigned int depth = 0;
	const u8 *p = structure;

	while (p < structure_end) {
		const char *name;
		u32 len;

		switch (word(&p)) {
		case FDT_BEGIN_NODE:
			name = (const char *)p;
			p = align4(p + strlen(name) + 1);
			if (depth == MAX_DEPTH)
				return false;
			len = (u32)up[depth].path_len;
			if (depth == 0)
				snprintf(node->path, sizeof(node->path), "/");
			else
				snprintf(node->path + len, sizeof(node->path) - len, "/%s", name);
			node->props = p;
			node->address_cells = up[depth].address_cells;
			node->size_cells = up[depth].size_cells;
			if (p > after && match(node, wanted))
				return true;
			depth++;
			up[depth].address_cells = cells(node, "#address-cells", 2);
			up[depth].size_cells = cells(node, "#size-cells", 1);
			up[depth].path_len =
				depth == 1 ? 0 : min(strlen(node->path), sizeof(node->path) - 1);
			break;
		case FDT_PROP:
			read_prop(&p, &name, &len);
			break;
		case FDT_END_NODE:
			if (depth-- == 0)
				return false;
			break;
		case FDT_NOP:
			break;
		default:
			return false;
		}
	}
	return false;
}

static bool path_is(const struct fdt_node *node, const char *wanted)
{
	return !strcmp(node->path, wanted);
}

bool fdt_is_compatible(const struct fdt_node *node, const char *wanted)
{
	u32 len;
	const char *list = fdt_prop(node, "compatible", &len);

	if (!list)
		return false;
	for (const char *end = list + len; list < end; list += strlen(list) + 1)
		if (!strcmp(list, wanted))
			return true;
	return false;
}

static bool enabled_and_compatible(const struct fdt_node *node, const char *wanted)
{
	u32 len;
	const char *status = fdt_prop(node, "status", &len);

	return (!status || !strcmp(status, "okay") || !strcmp(status, "ok")) &&
	       fdt_is_compatible(node, wanted);
}

static bool device_type_is(const struct fdt_node *node, const char *wanted)
{
	u32 len;
	const char *type = fdt_prop(node, "device_type", &len);

	return type && !strcmp(type, wanted);
}

bool fdt_find_path(const char *path, struct fdt_node *node)
{
	return find(path_is, path, NULL, node);
}

bool fdt_find_compatible(const char *compatible, struct fdt_node *node)
{
	return find(enabled_and_compatible, compatible, NULL, node);
}

bool fdt_next_device_type(const char *type, struct fdt_node *node)
{
	return find(device_type_is, type, node->props, node);
}

static u64 number(const __be32 *cell, u32 cells)
{
	u64 value = 0;

	while (cells--)
		value = (value << 32) | be32_to_cpu(*cell++);
	return value;
}

bool fdt_reg(const struct fdt_node *node, unsigned int index, u64 *address, u64 *size)
{
	u32 len;
	const __be32 *reg = fdt_prop(node, "reg", &len);
	u32 stride = node->address_cells + node->size_cells;

	if (!reg || (index + 1) * stride * 4 > len)
		return false;
	*address = number(reg + index * stride, node->address_cells);
	*size = number(reg + index * stride + node->address_cells, node->size_cells);
	return true;
}
