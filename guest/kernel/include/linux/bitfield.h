/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BITFIELD_H
#define _LINUX_BITFIELD_H
#include <linux/bits.h>
/* `mask` is a constant run of ones; its lowest bit says where the field lies. */
#define __FIELD_SHIFT(mask)	((unsigned int)__builtin_ctzll(mask))
#define FIELD_GET(mask, reg)	((__typeof__(mask))(((reg) & (mask)) >> __FIELD_SHIFT(mask)))
#define FIELD_PREP(mask, value)	(((__typeof__(mask))(value) << __FIELD_SHIFT(mask)) & (mask))
#define FIELD_MAX(mask)		((__typeof__(mask))((mask) >> __FIELD_SHIFT(mask)))
#define FIELD_FIT(mask, value)	(!((((__typeof__(mask))(value)) << __FIELD_SHIFT(mask)) & ~(mask)))
#define FIELD_PREP_CONST(mask, value) FIELD_PREP(mask, value)
#define FIELD_MODIFY(mask, p, value) ((void)(*(p) = (*(p) & ~(mask)) | FIELD_PREP(mask, value)))
#define __BITS_OF(name, type, to_cpu, from_cpu, stored)					\
	static inline type name##_get_bits(stored v, type field)			\
	{										\
		return (to_cpu(v) & field) >> __FIELD_SHIFT(field);			\
	}										\
	static inline stored name##_encode_bits(type v, type field)			\
	{										\
		return from_cpu((type)(v << __FIELD_SHIFT(field)) & field);		\
	}										\
	static inline stored name##_replace_bits(stored old, type v, type field)	\
	{										\
		return (old & ~from_cpu(field)) | name##_encode_bits(v, field);		\
	}										\
	static inline void name##p_replace_bits(stored *p, type v, type field)		\
	{										\
		*p = name##_replace_bits(*p, v, field);					\
	}
#define __AS_IT_IS(x)		(x)
__BITS_OF(u32, u32, __AS_IT_IS, __AS_IT_IS, u32)
__BITS_OF(u64, u64, __AS_IT_IS, __AS_IT_IS, u64)
__BITS_OF(le32, u32, le32_to_cpu, cpu_to_le32, __le32)
__BITS_OF(le64, u64, le64_to_cpu, cpu_to_le64, __le64)
#endif
