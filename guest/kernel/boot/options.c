// SPDX-License-Identifier: GPL-2.0-only
/* The boot arguments that are needed before there are page tables. */
#include <linux/kernel.h>
#include <sct/args.h>
#include <sct/boot.h>
#include <sct/fdt.h>

struct boot_options boot_options(phys_addr_t fdt)
{
	struct boot_options options = { .el = 1, .displacement = 0 };

	if (fdt_init((const void *)fdt))
		boot_args_init();
	options.el = boot_arg_u64("sct.el", options.el);
	options.displacement = ALIGN_DOWN(boot_arg_u64("sct.displacement", 0), SZ_64K);
	return options;
}
