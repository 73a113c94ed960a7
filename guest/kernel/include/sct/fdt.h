/* SPDX-License-Identifier: GPL-2.0-only */
/* Flattened device tree, read in place (Devicetree Specification v0.4, chapter 5). */
#ifndef _SCT_FDT_H
#define _SCT_FDT_H

#include <linux/types.h>

/* How many nodes may lie one in another, the root among them; what lies deeper is passed over. */
#define FDT_DEPTH 16

/* A node, and on the way to it from the root each one that it lies in. */
struct fdt_node {
	const u8 *props;	   /* first token after the node's name */
	unsigned int depth;	   /* 0 is the root */
	const char *at[FDT_DEPTH]; /* their names, this node's own at [depth] */
	const u8 *up[FDT_DEPTH];   /* their `props` */
};

/* Checks magic, version and sizes; false if this is no device tree. */
bool fdt_init(const void *blob);
/* Bytes in all. */
u32 fdt_size(const void *blob);
/* A path's components may leave out the unit address; it ends at a ':', as /chosen has it. */
bool fdt_find_path(const char *path, struct fdt_node *node);
/* The first enabled node that lists `compatible`. */
bool fdt_find_compatible(const char *compatible, struct fdt_node *node);
/* The node that comes after `node`, whatever it is; the root if `node` is zeroed. */
bool fdt_next(struct fdt_node *node);
/* The node of this device_type that comes after `node`; the first if `node` is zeroed. */
bool fdt_next_device_type(const char *type, struct fdt_node *node);
bool fdt_is_compatible(const struct fdt_node *node, const char *compatible);
/* Whether neither it nor anything that it lies in is disabled. */
bool fdt_is_enabled(const struct fdt_node *node);
/* A property's value and length in bytes; NULL if the node has none of that name. */
const void *fdt_prop(const struct fdt_node *node, const char *name, u32 *len);
/* A property that is one cell; `otherwise` if there is none. */
u32 fdt_u32(const struct fdt_node *node, const char *name, u32 otherwise);
/*
 * The `index`th address and size of the node's `reg`, as the CPU sees it: through the `ranges` of
 * each bus on the way up. False if there is none, or no bus leads there.
 */
bool fdt_reg(const struct fdt_node *node, unsigned int index, u64 *address, u64 *size);

#endif
