/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BITOPS_H
#define _LINUX_BITOPS_H
#include <linux/bits.h>
#include <linux/types.h>
/* Bit numbers count from 0, but ffs(), fls() and fls64() from 1, with 0 for no bit at all. */
static inline unsigned long __ffs64(u64 word) { return (unsigned long)__builtin_ctzll(word); }
static inline int ffs(int word) { return __builtin_ffs(word); }
static inline int fls(unsigned int word) { return word ? 32 - __builtin_clz(word) : 0; }
static inline int fls64(u64 word) { return word ? 64 - __builtin_clzll(word) : 0; }
static inline unsigned long hweight64(u64 word) { return (unsigned long)__builtin_popcountll(word); }
static inline s64 sign_extend64(u64 value, int sign_bit) { return (s64)(value << (63 - sign_bit)) >> (63 - sign_bit); }
static inline s32 sign_extend32(u32 value, int sign_bit) { return (s32)(value << (31 - sign_bit)) >> (31 - sign_bit); }
#endif
