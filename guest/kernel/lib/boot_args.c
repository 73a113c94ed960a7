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

static const char *args(void)
{
	return bootargs ? bootargs : "";
}

const char *boot_arg_value(const char *key, size_t *size)
{
	return arg_value(args_naming(args(), key), key, size);
}

bool boot_arg(const char *key, char *buf, size_t size)
{
	return arg_string(args_naming(args(), key), key, buf, size);
}

u64 boot_arg_u64(const char *key, u64 otherwise)
{
	return arg_u64(args_naming(args(), key), key, otherwise);
}
