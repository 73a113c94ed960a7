// SPDX-License-Identifier: GPL-2.0-only
/* Functions of several types. */
#include <linux/compiler.h>
#include "kcfi_types.h"

u64 kcfi_noted;

noinline u64 kcfi_u64(u64 x)
{
	return x + 1;
}

noinline int kcfi_int(int a, int b, int c)
{
	return a + 2 * b + 3 * c;
}

noinline void *kcfi_pointer(void *p)
{
	return (char *)p + 1;
}

noinline bool kcfi_bool(u64 x, u64 y)
{
	return x == y;
}

noinline void kcfi_note(u64 x)
{
	kcfi_noted = x;
}
