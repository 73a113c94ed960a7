/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _SCT_TAKEN_H
#define _SCT_TAKEN_H

#include <asm/ptrace.h>

/*
 * What exceptions were taken, for an outside witness (QEMU's `-d int`) to compare: boot argument `sct.exceptions=1`. Printed after the case that
 * took them, never from within an exception.
 */
void taken_init(void);
/* `vector`: VBAR_EL1 offset / 0x80. */
void taken_record(const struct pt_regs *regs, u64 vector);
/* Prints what was recorded since the last time, and forgets it. */
void taken_print(void);

#endif
