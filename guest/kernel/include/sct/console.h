/* SPDX-License-Identifier: GPL-2.0-only */
/* Who takes what is printed. */
#ifndef _SCT_CONSOLE_H
#define _SCT_CONSOLE_H

/* Sends one character; lines end with CR LF by then. */
typedef void console_putc(char c);
/* From now on printk() goes there. */
void console_register(console_putc *putc);
/* Ends a line that somebody was cut off in. */
void console_fresh_line(void);

/* What is printed from here on is the first that the next checksum, number 0, speaks for. */
void console_sum_start(void);
/*
 * Ends the line that was begun with a checksum of what was printed since the last one, this line
 * too: docs/console.md has its fields.
 */
void console_sum(void);

#endif
