// SPDX-License-Identifier: GPL-2.0-only
/* What Linux calls its own code, where nobody else can tell: a kernel without symbols. */
#include <linux/kernel.h>
#include <sct/args.h>
#include <sct/report.h>
#include <sct/started.h>

/* sct.names=1: of all code but the module's own; 2: of that, too. */
static u64 names;

static const char *name_of(u64 address)
{
	static char name[128];

	if (names == 1 && module_owns(address))
		return NULL;
	glue_name(address, name, sizeof(name));
	return name;
}

void names_init(void)
{
	names = boot_arg_u64("sct.names", 0);
	if (names)
		name_of_code = name_of;
}
