// SPDX-License-Identifier: GPL-2.0-only
/* What is in force where the cases run: not what the CPU could, but what Linux has made of it. */
#include <sct/features.h>
#include <sct/started.h>

bool cpu_has_bti(void)
{
	return started->guarded;
}

bool cpu_has_pac(void)
{
	return started->signs;
}
