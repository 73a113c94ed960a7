/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_BYTEORDER_H
#define _ASM_BYTEORDER_H
#include <linux/types.h>
/* Little endian throughout: instructions always are, and data is as the Image header says. */
#define le32_to_cpu(x)		((u32)(x))
#define cpu_to_le32(x)		((__le32)(x))
#define le64_to_cpu(x)		((u64)(x))
#define cpu_to_le64(x)		((__le64)(x))
#define le16_to_cpu(x)		((u16)(x))
#define cpu_to_le16(x)		((__le16)(x))
#define cpu_to_be32(x)		__builtin_bswap32(x)
#define cpu_to_be64(x)		__builtin_bswap64(x)
#define be32_to_cpu(x)		__builtin_bswap32(x)
#define be64_to_cpu(x)		__builtin_bswap64(x)
static inline u32 le32_to_cpup(const __le32 *p)
{
	return le32_to_cpu(*p);
}

static inline u64 le64_to_cpup(const __le64 *p)
{
	return le64_to_cpu(*p);
}

static inline __le32 cpu_to_le32p(const u32 *p)
{
	return cpu_to_le32(*p);
}

static inline __le64 cpu_to_le64p(const u64 *p)
{
	return cpu_to_le64(*p);
}

static inline u32 swab32(u32 x)
{
	return __builtin_bswap32(x);
}

static inline u64 swab64(u64 x)
{
	return __builtin_bswap64(x);
}

static inline void le32_add_cpu(__le32 *p, u32 n)
{
	*p = cpu_to_le32(le32_to_cpu(*p) + n);
}
#endif
