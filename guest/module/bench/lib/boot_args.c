// SPDX-License-Identifier: GPL-2.0-only
/* What are boot arguments elsewhere is a parameter of the module. */
#include <sct/args.h>
#include <sct/started.h>

const char *boot_args(void)
{
	return started->args;
}
