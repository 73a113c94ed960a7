/* SPDX-License-Identifier: GPL-2.0-only */
/* The first line that a guest prints, the last one, and what is between: docs/console.md. */
#ifndef _SCT_SESSION_H
#define _SCT_SESSION_H

#include <linux/compiler.h>

/*
 * Prints which run this is, what `fmt` says of the place, and the image's own name if `args` (words
 * key=value) have it. What is printed from here on is summed up.
 */
void session_begin(const char *args, const char *fmt, ...) __printf(2, 3);
/* Runs the cases that the boot arguments name, and prints how many: returns that. */
unsigned int session_run(void);

#endif
