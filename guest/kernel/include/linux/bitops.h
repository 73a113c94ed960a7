/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H
#include <linux/bits.h>
#include <linux/types.h>
/* Bit numbers count from 0, but ffs(), fls() and fls64() from 1, with 0 for no bit at all. */
static inline unsigned long __ffs64(u64 word)
{
	return (unsigned long)__builtin_ctzll(word);
}

static inline int ffs(int word)
{
	return __builtin_ffs(word);
}

static inline int fls(unsigned int word)
{
	return word ? 32 - __builtin_clz(word) : 0;
}

static inline int fls64(u64 word)
{
	return word ? 64 - __builtin_clzll(word) : 0;
}

static inline unsigned long hweight64(u64 word)
{
	return (unsigned long)__builtin_popcountll(word);
}

static inline s64 sign_extend64(u64 value, int sign_bit)
{
	return (s64)(value << (63 - sign_bit)) >> (63 - sign_bit);
}

static inline s32 sign_extend32(u32 value, int sign_bit)
{
	return (s32)(value << (31 - sign_bit)) >> (31 - sign_bit);
}

static inline unsigned long __ffs(unsigned long word)
{
	return (unsigned long)__builtin_ctzl(word);
}

static inline unsigned long __fls(unsigned long word)
{
	return 63 - (unsigned long)__builtin_clzl(word);
}

static inline unsigned long ffz(unsigned long word)
{
	return __ffs(~word);
}

static inline unsigned int hweight32(unsigned int word)
{
	return (unsigned int)__builtin_popcount(word);
}

static inline unsigned long hweight_long(unsigned long word)
{
	return (unsigned long)__builtin_popcountl(word);
}

static inline u32 rol32(u32 word, unsigned int n)
{
	return (word << (n & 31)) | (word >> (-n & 31));
}

static inline u32 ror32(u32 word, unsigned int n)
{
	return (word >> (n & 31)) | (word << (-n & 31));
}

static inline u64 rol64(u64 word, unsigned int n)
{
	return (word << (n & 63)) | (word >> (-n & 63));
}

static inline u64 ror64(u64 word, unsigned int n)
{
	return (word >> (n & 63)) | (word << (-n & 63));
}

/* Bitmaps of longs. Those with two underscores are no single access. */
#define BIT_MASK(n)		(1UL << ((n) % BITS_PER_LONG))
#define BIT_WORD(n)		((n) / BITS_PER_LONG)
#define BITS_TO_LONGS(n)	(((n) + BITS_PER_LONG - 1) / BITS_PER_LONG)
#define DECLARE_BITMAP(name, bits) unsigned long name[BITS_TO_LONGS(bits)]
static inline void set_bit(unsigned long n, volatile unsigned long *p)
{
	__atomic_fetch_or(p + BIT_WORD(n), BIT_MASK(n), __ATOMIC_RELAXED);
}

static inline void clear_bit(unsigned long n, volatile unsigned long *p)
{
	__atomic_fetch_and(p + BIT_WORD(n), ~BIT_MASK(n), __ATOMIC_RELAXED);
}

static inline void change_bit(unsigned long n, volatile unsigned long *p)
{
	__atomic_fetch_xor(p + BIT_WORD(n), BIT_MASK(n), __ATOMIC_RELAXED);
}

static inline bool test_bit(unsigned long n, const volatile unsigned long *p)
{
	return p[BIT_WORD(n)] & BIT_MASK(n);
}

static inline bool test_and_set_bit(unsigned long n, volatile unsigned long *p)
{
	return __atomic_fetch_or(p + BIT_WORD(n), BIT_MASK(n), __ATOMIC_SEQ_CST) & BIT_MASK(n);
}

static inline bool test_and_clear_bit(unsigned long n, volatile unsigned long *p)
{
	return __atomic_fetch_and(p + BIT_WORD(n), ~BIT_MASK(n), __ATOMIC_SEQ_CST) & BIT_MASK(n);
}

/* A bit as a lock. */
static inline bool test_and_set_bit_lock(unsigned long n, volatile unsigned long *p)
{
	return __atomic_fetch_or(p + BIT_WORD(n), BIT_MASK(n), __ATOMIC_ACQUIRE) & BIT_MASK(n);
}

static inline void clear_bit_unlock(unsigned long n, volatile unsigned long *p)
{
	__atomic_fetch_and(p + BIT_WORD(n), ~BIT_MASK(n), __ATOMIC_RELEASE);
}

static inline void __set_bit(unsigned long n, volatile unsigned long *p)
{
	p[BIT_WORD(n)] |= BIT_MASK(n);
}

static inline void __clear_bit(unsigned long n, volatile unsigned long *p)
{
	p[BIT_WORD(n)] &= ~BIT_MASK(n);
}
#endif
