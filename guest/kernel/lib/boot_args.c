// SPDX-License-Identifier: GPL-2.0-only
/*
 * The boot arguments, as the boot loader left them in the device tree. The boot stub asks for them,
 * too, with the MMU off.
 */
#include <sct/args.h>
#include <sct/fdt.h>

static const char *bootargs;

void boot_args_init(void)
{
	struct fdt_node node;
	u32 len;

	bootargs = fdt_find_path("/chosen", &node) ? fdt_prop(&node, "bootargs", &len) : NULL;
}

const char *boot_args(void)
{
	return bootargs ? bootargs : "";
}
