// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the boot arguments say, or else the image's own words. The boot stub asks for them, too,
 * with the MMU off.
 */
#include <sct/args.h>

static const char *naming(const char *key)
{
	size_t size;

	return arg_value(boot_args(), key, &size) ? boot_args() : default_args;
}

const char *boot_arg_value(const char *key, size_t *size)
{
	return arg_value(naming(key), key, size);
}

bool boot_arg(const char *key, char *buf, size_t size)
{
	return arg_string(naming(key), key, buf, size);
}

u64 boot_arg_u64(const char *key, u64 otherwise)
{
	return arg_u64(naming(key), key, otherwise);
}
