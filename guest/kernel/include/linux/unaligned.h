/* SPDX-License-Identifier: GPL-2.0-only */
/* Accesses at any address; the guest is built with -mstrict-align, so they are made of bytes. */
#ifndef _LINUX_UNALIGNED_H
#define _LINUX_UNALIGNED_H
#include <asm/byteorder.h>
#include <linux/compiler.h>
#include <linux/types.h>

#define __unaligned_as(type, p)		((struct { type value; } __packed *)(unsigned long)(p))
#define get_unaligned(p)		(__unaligned_as(__typeof__(*(p)), p)->value)
#define put_unaligned(x, p)		((void)(__unaligned_as(__typeof__(*(p)), p)->value = (x)))

static inline u16 get_unaligned_le16(const void *p)
{
	return get_unaligned((const u16 *)p);
}

static inline u32 get_unaligned_le32(const void *p)
{
	return get_unaligned((const u32 *)p);
}

static inline u64 get_unaligned_le64(const void *p)
{
	return get_unaligned((const u64 *)p);
}

static inline u16 get_unaligned_be16(const void *p)
{
	return __builtin_bswap16(get_unaligned_le16(p));
}

static inline u32 get_unaligned_be32(const void *p)
{
	return __builtin_bswap32(get_unaligned_le32(p));
}

static inline u64 get_unaligned_be64(const void *p)
{
	return __builtin_bswap64(get_unaligned_le64(p));
}

static inline void put_unaligned_le16(u16 value, void *p)
{
	put_unaligned(value, (u16 *)p);
}

static inline void put_unaligned_le32(u32 value, void *p)
{
	put_unaligned(value, (u32 *)p);
}

static inline void put_unaligned_le64(u64 value, void *p)
{
	put_unaligned(value, (u64 *)p);
}

static inline void put_unaligned_be16(u16 value, void *p)
{
	put_unaligned_le16(__builtin_bswap16(value), p);
}

static inline void put_unaligned_be32(u32 value, void *p)
{
	put_unaligned_le32(__builtin_bswap32(value), p);
}

static inline void put_unaligned_be64(u64 value, void *p)
{
	put_unaligned_le64(__builtin_bswap64(value), p);
}

#endif
