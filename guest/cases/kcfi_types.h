/* SPDX-License-Identifier: GPL-2.0-only */
/* Functions of several types, and stubs of the same, for the suites that are about kCFI. */
#ifndef _CASES_KCFI_TYPES_H
#define _CASES_KCFI_TYPES_H

#include <linux/types.h>

/* In C, so that the compiler puts the type word before them. */
u64 kcfi_u64(u64 x);
int kcfi_int(int a, int b, int c);
void *kcfi_pointer(void *p);
bool kcfi_bool(u64 x, u64 y);
void kcfi_note(u64 x);
/* What kcfi_note() was last called with. */
extern u64 kcfi_noted;

/*
 * RET0 for those four types, each with its own type word before it: what was proposed instead of a
 * trampoline.
 */
u64 kcfi_stub_u64(u64 x);
int kcfi_stub_int(int a, int b, int c);
void *kcfi_stub_pointer(void *p);
bool kcfi_stub_bool(u64 x, u64 y);

/* As kcfi_u64(), with words before its entry that trap as instructions. */
u64 kcfi_trap_before(u64 x);

#endif
