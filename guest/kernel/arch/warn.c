// SPDX-License-Identifier: GPL-2.0-only
/* WARN: counted on every CPU, and printed by CPU 0, which alone prints. */
#include <linux/bug.h>
#include <sct/counts.h>
#include <sct/cpu.h>
#include <sct/report.h>

unsigned int warn_count;

void warn_slowpath(const char *file, int line)
{
	__atomic_fetch_add(&warn_count, 1, __ATOMIC_RELAXED);
	if (cpu_number() == 0)
		diag("warn %s:%d", file, line);
}
