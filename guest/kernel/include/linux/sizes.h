/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_SIZES_H
#define _LINUX_SIZES_H
#define SZ_4		0x00000004
#define SZ_8		0x00000008
#define SZ_32		0x00000020
#define SZ_64		0x00000040
#define SZ_1K		0x00000400
#define SZ_2K		0x00000800
#define SZ_4K		0x00001000
#define SZ_8K		0x00002000
#define SZ_16K		0x00004000
#define SZ_32K		0x00008000
#define SZ_64K		0x00010000
#define SZ_1M		0x00100000
#define SZ_2M		0x00200000
#define SZ_128M		0x08000000
#define SZ_1G		0x40000000
#define SZ_2G		0x80000000
#endif
