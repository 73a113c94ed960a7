// SPDX-License-Identifier: GPL-2.0-only
/* The boot arguments, as the boot loader left them in the device tree. */
#include <sct/args.h>
#include <sct/fdt.h>

static const char *bootargs = "";

void boot_args_init(void)
{
	struct fdt_node node;
	const char *value;
	u32 len;

	if (!fdt_find_path("/chosen", &node))
		return;
	value = fdt_prop(&node, "bootargs", &len);
	if (value)
		bootargs = value;
}

const char *boot_arg_value(const char *key, size_t *size)
{
	return arg_value(bootargs, key, size);
}

bool boot_arg(const char *key, char *buf, size_t size)
{
	return arg_string(bootargs, key, buf, size);
}

u64 boot_arg_u64(const char *key, u64 otherwise)
{
	return arg_u64(bootargs, key, otherwise);
}
