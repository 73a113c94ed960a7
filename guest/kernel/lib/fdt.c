// SPDX-License-Identifier: GPL-2.0-only
/* The flattened device tree, read in place (Devicetree Specification v0.4, chapter 5). */
#include <asm/byteorder.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/fdt.h>

enum { FDT_BEGIN_NODE = 1, FDT_END_NODE = 2, FDT_PROP = 3, FDT_NOP = 4, FDT_END = 9 };

#define FDT_MAGIC	0xd00dfeedU
#define FDT_MAX		SZ_2M		/* booting.rst */

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

/* The same of a node whose properties begin at `p`. */
static const void *prop(const u8 *p, const char *name, u32 *len)
{
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

const void *fdt_prop(const struct fdt_node *node, const char *name, u32 *len)
{
	return prop(node->props, name, len);
}

static u32 u32_at(const u8 *props, const char *name, u32 otherwise)
{
	u32 len;
	const __be32 *value = prop(props, name, &len);

	return value && len == 4 ? be32_to_cpu(*value) : otherwise;
}

u32 fdt_u32(const struct fdt_node *node, const char *name, u32 otherwise)
{
	return u32_at(node->props, name, otherwise);
}

typedef bool match_fn(const struct fdt_node *node, const char *wanted);

/* The first node that matches and whose properties lie behind `after`. */
static bool find(match_fn *match, const char *wanted, const u8 *after, struct fdt_node *node)
{
	unsigned int depth = 0;
	const u8 *p = structure;

	while (p < structure_end) {
		const char *name;
		u32 len;

		switch (word(&p)) {
		case FDT_BEGIN_NODE:
			name = (const char *)p;
			p = align4(p + strlen(name) + 1);
			if (depth < FDT_DEPTH) {
				node->depth = depth;
				node->at[depth] = name;
				node->up[depth] = p;
				node->props = p;
				if (p > after && match(node, wanted))
					return true;
			}
			depth++;
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

/*
 * Whether a node's name is what a path says up to the next '/'; without a unit address that is the
 * name up to its own. Moves on to that '/'.
 */
static bool name_is(const char *name, const char **path)
{
	const char *p = *path;

	while (*name && *name == *p && *p != '/') {
		name++;
		p++;
	}
	*path = p;
	return (!*p || *p == '/' || *p == ':') && (!*name || *name == '@');
}

static bool path_is(const struct fdt_node *node, const char *wanted)
{
	for (unsigned int i = 1; i <= node->depth; i++)
		if (*wanted++ != '/' || !name_is(node->at[i], &wanted))
			return false;
	return !*wanted || *wanted == ':' || (node->depth == 0 && *wanted == '/' && !wanted[1]);
}

static bool is_any(const struct fdt_node *node __maybe_unused, const char *wanted __maybe_unused)
{
	return true;
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

bool fdt_is_enabled(const struct fdt_node *node)
{
	for (unsigned int i = 0; i <= node->depth; i++) {
		u32 len;
		const char *status = prop(node->up[i], "status", &len);

		if (status && strcmp(status, "okay") && strcmp(status, "ok"))
			return false;
	}
	return true;
}

static bool enabled_and_compatible(const struct fdt_node *node, const char *wanted)
{
	return fdt_is_compatible(node, wanted) && fdt_is_enabled(node);
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

bool fdt_next(struct fdt_node *node)
{
	return find(is_any, NULL, node->props, node);
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

/* How the addresses and sizes in a bus's children are written: 2.3.5. */
static u32 address_cells(const u8 *bus)
{
	return u32_at(bus, "#address-cells", 2);
}

static u32 size_cells(const u8 *bus)
{
	return u32_at(bus, "#size-cells", 1);
}

/*
 * An address on a bus as the bus that it lies in has it, 2.3.8: without `ranges` no address leads
 * there, an empty one changes nothing.
 */
static bool translate(const u8 *bus, const u8 *above, u64 *address)
{
	u32 child = address_cells(bus), parent = address_cells(above), size = size_cells(bus);
	u32 len = 0;
	const __be32 *range = prop(bus, "ranges", &len);
	const __be32 *end = range + len / 4;

	if (!range || len == 0)
		return range;
	for (; range + child + parent + size <= end; range += child + parent + size) {
		u64 base = number(range, child);

		if (*address < base || *address - base >= number(range + child + parent, size))
			continue;
		*address += number(range + child, parent) - base;
		return true;
	}
	return false;
}

bool fdt_reg(const struct fdt_node *node, unsigned int index, u64 *address, u64 *size)
{
	u32 len, cells, stride;
	const __be32 *reg = fdt_prop(node, "reg", &len);

	if (!reg || node->depth == 0)
		return false;
	cells = address_cells(node->up[node->depth - 1]);
	stride = cells + size_cells(node->up[node->depth - 1]);
	if (stride == 0 || (index + 1) * stride * 4 > len)
		return false;
	*address = number(reg + index * stride, cells);
	*size = number(reg + index * stride + cells, stride - cells);
	for (unsigned int i = node->depth - 1; i > 0; i--)
		if (!translate(node->up[i], node->up[i - 1], address))
			return false;
	return true;
}
