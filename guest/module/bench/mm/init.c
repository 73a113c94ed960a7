// SPDX-License-Identifier: GPL-2.0-only
/* Linux's own boot is over, and a subject's initcalls are the module's. */
#include <linux/compiler.h>
#include <sct/init.h>

bool initcalls_any(void)
{
	return false;
}

void initcalls_run(const void *unused __maybe_unused)
{
}

void init_memory_free(void)
{
}
