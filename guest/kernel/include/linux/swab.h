/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SWAB_H
#define _LINUX_SWAB_H

#include <asm/byteorder.h>

#define swab16(x)	__builtin_bswap16(x)
#define swab64(x)	__builtin_bswap64(x)

#endif
