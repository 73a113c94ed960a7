/* SPDX-License-Identifier: GPL-2.0-only */
/* Exceptions, for who wants to know of each. */
#ifndef _SCT_EXCEPTION_H
#define _SCT_EXCEPTION_H

#include <asm/ptrace.h>

/*
 * `vector`: VBAR_EL1 offset / 0x80. Called from within the exception: it may not print, nor fault.
 */
typedef void exception_watch_fn(const struct pt_regs *regs, u64 vector);
/*
 * Called for every exception that CPU 0 takes, before anything is done about it, but for those by
 * which it steers itself (sct/step.h, sct/stand_in.h); NULL until somebody wants it.
 */
extern exception_watch_fn *exception_watch;

#endif
