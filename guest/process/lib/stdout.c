// SPDX-License-Identifier: GPL-2.0-only
/* The console is stdout, a line at a time: what was printed before a crash is there. */
#include <linux/linkage.h>
#include <sct/console.h>
#include <sct/linux.h>
#include <sct/process.h>

#define STDOUT	1

static char line[512];
static size_t used;

void console_flush(void)
{
	for (size_t done = 0; done < used;) {
		long n = linux_call(SYS_WRITE, STDOUT, line + done, used - done);

		if (n == -LINUX_EINTR)
			continue;
		if (n <= 0)
			break;
		done += (size_t)n;
	}
	used = 0;
}

void console_putc_stdout(char c)
{
	/* A line ends with LF here. */
	if (c == '\r')
		return;
	line[used++] = c;
	if (c == '\n' || used == sizeof(line))
		console_flush();
}
