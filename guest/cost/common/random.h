/* SPDX-License-Identifier: GPL-2.0-only */
/* Random numbers: the same ones for the same seed, everywhere. */
#ifndef _COST_RANDOM_H
#define _COST_RANDOM_H

#include <linux/types.h>

/* splitmix64 (Steele, Lea, Flood: Fast splittable pseudorandom number generators, 2014). */
static inline u64 random_next(u64 *state)
{
	u64 z = *state += 0x9e3779b97f4a7c15UL;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9UL;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebUL;
	return z ^ (z >> 31);
}

static inline u32 random_below(u64 *state, u32 limit)
{
	return (u32)(((random_next(state) >> 32) * limit) >> 32);
}

/* The first `count` of a random order of 0 to `size` - 1, all of which `order` has room for. */
static inline void random_choice(u64 *state, u16 *order, u32 size, u32 count)
{
	for (u32 i = 0; i < size; i++)
		order[i] = (u16)i;
	for (u32 i = 0; i < count; i++) {
		u32 j = i + random_below(state, size - i);
		u16 other = order[j];

		order[j] = order[i];
		order[i] = other;
	}
}

#endif
