// SPDX-License-Identifier: GPL-2.0-only
/* The console is Linux's, a line at a time. */
#include <sct/console.h>
#include <sct/started.h>

/* What Linux prints in one go (printk.rst: LOG_LINE_MAX) has room for it, and for what marks it. */
#define PIECE	800

static char line[PIECE + 1];
static unsigned int used;

void console_putc_printk(char c)
{
	if (c == '\r')
		return;
	if (c != '\n')
		line[used++] = c;
	if (c != '\n' && used < PIECE)
		return;
	line[used] = '\0';
	used = 0;
	glue_print(line, c != '\n');
}
