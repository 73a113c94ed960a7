/* SPDX-License-Identifier: GPL-2.0-only */
/* Where the bench's own slots are: Linux's are Linux's. */
#ifndef _HOSTED_ASM_MEMORY_H
#define _HOSTED_ASM_MEMORY_H
#include_next <asm/memory.h>
#include <sct/addresses.h>

#undef FIXADDR_START
#define FIXADDR_START	ADDRESS_FIXMAP

#endif
