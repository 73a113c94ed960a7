/* SPDX-License-Identifier: GPL-2.0-only */
/* Instructions that may be changed while others execute them. */
#ifndef _CASES_FETCH_TABLE_H
#define _CASES_FETCH_TABLE_H

#include <linux/types.h>

/*
 * The name of an instruction that may take another such one's place while CPUs execute it, so that
 * each of them executes the old one or the new one, without more synchronisation than that; NULL of
 * any other.
 */
const char *concurrently_modifiable(u32 insn);

#endif
