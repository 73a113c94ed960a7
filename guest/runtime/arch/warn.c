// SPDX-License-Identifier: GPL-2.0-only
/* WARN: counted on every CPU, and printed by CPU 0, which alone prints. */
#include <linux/bug.h>
#include <linux/string.h>
#include <sct/counts.h>
#include <sct/cpu.h>
#include <sct/report.h>

extern bool once_start[], once_end[];

unsigned int warn_count;
const char *warn_file;
int warn_line;

void warn_once_again(void)
{
	memset(once_start, 0, (size_t)(once_end - once_start));
}

void warn_slowpath(const char *file, int line)
{
	warn_file = file;
	warn_line = line;
	__atomic_fetch_add(&warn_count, 1, __ATOMIC_RELAXED);
	if (cpu_number() == 0)
		diag("warn %s:%d", file, line);
}
