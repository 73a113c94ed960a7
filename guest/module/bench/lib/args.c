// SPDX-License-Identifier: GPL-2.0-only
/* What are boot arguments elsewhere is a parameter of the module. */
#include <sct/args.h>
#include <sct/started.h>

void boot_args_init(void)
{
}

const char *boot_arg_value(const char *key, size_t *size)
{
	return arg_value(args_naming(started->args, key), key, size);
}

bool boot_arg(const char *key, char *buf, size_t size)
{
	return arg_string(args_naming(started->args, key), key, buf, size);
}

u64 boot_arg_u64(const char *key, u64 otherwise)
{
	return arg_u64(args_naming(started->args, key), key, otherwise);
}
