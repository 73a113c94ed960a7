/* SPDX-License-Identifier: GPL-2.0-only */
/* What exceptions a case took. */
#ifndef _SCT_TAKEN_H
#define _SCT_TAKEN_H

/*
 * What exceptions were taken, for an outside witness (QEMU's `-d int`) to compare: boot argument
 * `sct.exceptions=1`. Printed after the case that took them, never from within an exception.
 */
/* Needs boot_args_init(). */
void taken_init(void);
/* Prints what was recorded since the last time, and forgets it. */
void taken_print(void);

#endif
