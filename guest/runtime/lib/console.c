// SPDX-License-Identifier: GPL-2.0-only
/* The console: what is printed goes to the device that registered for it, and nowhere before. */
#include <linux/printk.h>
#include <sct/console.h>
#include <sct/format.h>

static console_putc *console;
static bool in_line;

void console_register(console_putc *putc)
{
	console = putc;
}

static void put(void *arg __maybe_unused, char c)
{
	if (!console)
		return;
	if (c == '\n')
		console('\r');
	console(c);
	in_line = c != '\n';
}

void console_fresh_line(void)
{
	if (in_line)
		put(NULL, '\n');
}

int vprintk(const char *fmt, va_list args)
{
	return format(put, NULL, fmt, args);
}

int printk(const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vprintk(fmt, args);
	va_end(args);
	return n;
}
