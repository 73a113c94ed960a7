// SPDX-License-Identifier: GPL-2.0-only
/* What Linux calls its own code, where nobody else can tell: a kernel without symbols. */
#include <linux/kernel.h>
#include <sct/args.h>
#include <sct/report.h>
#include <sct/started.h>

static const char *name_of(u64 address)
{
	static char name[128];

	if (module_owns(address))
		return NULL;
	glue_name(address, name, sizeof(name));
	return name;
}

void names_init(void)
{
	if (boot_arg_u64("sct.names", 0))
		name_of_code = name_of;
}
