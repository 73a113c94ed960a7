/* SPDX-License-Identifier: GPL-2.0-only */
/* Flattened device tree, read in place (Devicetree Specification v0.4, chapter 5). */
#ifndef _SCT_FDT_H
#define _SCT_FDT_H

#include <linux/types.h>

struct fdt_node {
	char path[96];		       /* full path, cut if longer */
	const u8 *props;	       /* first token after the node's name */
	u32 address_cells, size_cells; /* of the parent: how this node's `reg` is to be read */
};

/* Checks magic, version and sizes; false if this is no device tree. */
bool fdt_init(const void *blob);
/* Bytes in all. */
u32 fdt_size(const void *blob);
bool fdt_find_path(const char *path, struct fdt_node *node);
/* The first enabled node that lists `compatible`. */
bool fdt_find_compatible(const char *compatible, struct fdt_node *node);
/* The node of this device_type that comes after `node`; the first if `node` is zeroed. */
bool fdt_next_device_type(const char *type, struct fdt_node *node);
bool fdt_is_compatible(const struct fdt_node *node, const char *compatible);
/* A property's value and length in bytes; NULL if the node has none of that name. */
const void *fdt_prop(const struct fdt_node *node, const char *name, u32 *len);
/*
 * The `index`th address and size of the node's `reg`, as the CPU sees it for a node on the root
 * bus; false if there is none.
 */
bool fdt_reg(const struct fdt_node *node, unsigned int index, u64 *address, u64 *size);

#endif
