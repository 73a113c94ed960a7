// SPDX-License-Identifier: GPL-2.0-only
/*
 * The console: what is printed goes to the device that registered for it, and nowhere before; and a
 * checksum tells whoever reads it whether it all came through.
 */
#include <asm/daifflags.h>
#include <linux/printk.h>
#include <sct/console.h>
#include <sct/format.h>

static console_putc *console;
static bool in_line;

/* CRC-32 as in IEEE 802.3, least significant bit first. */
#define CRC_POLYNOMIAL	0xedb88320U
#define CRC_START	(~0U)

/* Of what was printed since the last checksum: lines with anything in them, but for their CR. */
static struct {
	u32 crc;
	unsigned int lines;
	unsigned int number; /* of the checksum to come */
	bool in_line;
} sum = { .crc = CRC_START };

void console_register(console_putc *putc)
{
	console = putc;
}

static void add_to_sum(char c)
{
	if (c == '\r' || (c == '\n' && !sum.in_line))
		return;
	sum.in_line = c != '\n';
	sum.lines += c == '\n';
	sum.crc ^= (u8)c;
	for (int bit = 0; bit < 8; bit++)
		sum.crc = (sum.crc >> 1) ^ (sum.crc & 1 ? CRC_POLYNOMIAL : 0);
}

static void put(void *arg __maybe_unused, char c)
{
	unsigned long flags;

	if (!console)
		return;
	if (c == '\n')
		console('\r');
	/* The watchdog may end a case in the midst of a line, but never between these two. */
	flags = local_daif_save();
	console(c);
	add_to_sum(c);
	local_daif_restore(flags);
	in_line = c != '\n';
}

void console_fresh_line(void)
{
	if (in_line)
		put(NULL, '\n');
}

void console_sum_start(void)
{
	sum.crc = CRC_START;
	sum.lines = 0;
	sum.number = 0;
	sum.in_line = false;
}

void console_sum(void)
{
	unsigned int number = sum.number++;

	printk(" n=%u lines=%u", number, sum.lines);
	printk(" crc=%08x\n", ~sum.crc);
	sum.crc = CRC_START;
	sum.lines = 0;
}

int vprintk(const char *fmt, va_list args)
{
	return format(put, NULL, fmt, args);
}

int(printk)(const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vprintk(fmt, args);
	va_end(args);
	return n;
}
