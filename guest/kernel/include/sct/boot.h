/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What the boot stub calls, at physical addresses and with the MMU off: 8-byte aligned accesses
 * only, and no table of pointers.
 */
#ifndef _SCT_BOOT_H
#define _SCT_BOOT_H

#include <linux/compiler.h>
#include <linux/types.h>

/* What the boot arguments say about the boot itself; head.S takes it in x0 and x1. */
struct boot_options {
	u64 el; /* the exception level to run at, if it was entered there */
	/* how far from its linked address the image is to run, in steps of 64 KiB */
	u64 displacement;
};

struct boot_options boot_options(phys_addr_t fdt);

/*
 * Says so and powers off if there is no device tree, if the CPU has no pages of this size, or was
 * entered at another level than EL1 or EL2. Needs boot_options() to have been called.
 */
void check_boot(phys_addr_t fdt, u64 entry_el);

/* ESR, ELR and FAR of an exception in the stub: for a debugger. */
extern u64 sct_boot_exception[3];

/* Moves every address in the image, whose _text lies at `image`. */
void relocate(phys_addr_t image, u64 displacement);

/* From here on at linked addresses. */
void __noreturn kernel_main(phys_addr_t fdt, u64 entry_el);

#endif
