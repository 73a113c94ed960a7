// SPDX-License-Identifier: GPL-2.0-only
/* The boot arguments that are needed before there are page tables. */
#include <linux/kernel.h>
#include <sct/args.h>
#include <sct/boot.h>
#include <sct/fdt.h>

struct boot_options boot_options(phys_addr_t fdt)
{
	struct boot_options options = { .el = 1, .displacement = 0 };
	const char *args = NULL;
	struct fdt_node node;
	u32 len;

	if (fdt_init((const void *)fdt) && fdt_find_path("/chosen", &node))
		args = fdt_prop(&node, "bootargs", &len);
	if (args) {
		options.el = arg_u64(args, "sct.el", options.el);
		options.displacement = ALIGN_DOWN(arg_u64(args, "sct.displacement", 0), SZ_64K);
	}
	return options;
}
