// SPDX-License-Identifier: GPL-2.0-only
/*
 * The image at another address than the linked one, as KASLR does it: every word that holds an
 * address of the image is moved.
 */
#include <asm/memory.h>
#include <sct/boot.h>

/*
 * ELF for the Arm 64-bit Architecture (IHI 0056), R_AARCH64_RELATIVE: the word at `offset` becomes
 * `addend`, both of them displaced.
 */
struct rela {
	u64 offset, info;
	s64 addend;
};

extern const struct rela __rela_start[], __rela_end[];

void relocate(phys_addr_t image, u64 displacement)
{
	for (const struct rela *r = __rela_start; r < __rela_end; r++)
		*(u64 *)(r->offset - KIMAGE_VADDR + image) = (u64)r->addend + displacement;
}
