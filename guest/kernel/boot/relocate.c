// SPDX-License-Identifier: GPL-2.0-only
/* The image at another address than the linked one, as KASLR does it: every word that holds an address of the image is moved. */
#include <asm/memory.h>
#include <linux/bits.h>
#include <linux/sizes.h>
#include <sct/boot.h>

/* ELF for the Arm 64-bit Architecture (IHI 0056), R_AARCH64_RELATIVE: the word at `offset` becomes `addend`, both of them displaced. */
struct rela {
	u64 offset, info;
	s64 addend;
};

extern const struct rela __rela_start[], __rela_end[];

/* As Linux does with 48-bit VAs: the middle half of the kernel's half. */
#define SPAN_SHIFT	46
#define LEAST		BIT(SPAN_SHIFT - 1)

/* The finaliser of SplitMix64, so that neighbouring seeds give distant places. */
static u64 mix(u64 x)
{
	x += 0x9e3779b97f4a7c15;
	x = (x ^ (x >> 30)) * 0xbf58476d1ce4e5b9;
	x = (x ^ (x >> 27)) * 0x94d049bb133111eb;
	return x ^ (x >> 31);
}

u64 displacement_for(u64 seed)
{
	return seed ? LEAST + (mix(seed) & (BIT(SPAN_SHIFT) - 1) & ~(u64)(SZ_64K - 1)) : 0;
}

void relocate(phys_addr_t image, u64 displacement)
{
	for (const struct rela *r = __rela_start; r < __rela_end; r++)
		*(u64 *)(r->offset - KIMAGE_VADDR + image) = (u64)r->addend + displacement;
}
