/* SPDX-License-Identifier: GPL-2.0-only */
/* Looks at the guest's own image: what the memory, patch and control suites share. */
#ifndef _CASES_IMAGE_H
#define _CASES_IMAGE_H

#include <asm/pgtable.h>
#include <linux/types.h>

/*
 * The only aligned word of .rodata with this value: a static call's literal, if no other constant
 * holds it; else NULL.
 */
const u64 *find_in_rodata(u64 value);

/* Whether a leaf of the page tables maps text or rodata writable. */
bool is_writable_alias(const struct mapping *map);

/* How many leaves of the page tables are writable and executable. */
unsigned int count_writable_executable(void);
/* How many leaves map text or rodata writable, at whatever address. */
unsigned int count_writable_aliases(void);

#endif
