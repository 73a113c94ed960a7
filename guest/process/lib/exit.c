// SPDX-License-Identifier: GPL-2.0-only
/* How the process was started, and how it ends. */
#include <sct/linux.h>
#include <sct/process.h>

/* Not in .bss, which is empty once map_image() has been there. */
struct process_start process_start __section(".data");

void process_exit(int code)
{
	console_flush();
	for (;;)
		linux_call(SYS_EXIT_GROUP, code);
}
