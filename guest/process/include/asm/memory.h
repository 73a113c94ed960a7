/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The address space of a process. A page is 64 KiB, the largest that a kernel may have: what is
 * mapped and protected in units of it is so wherever pages are smaller. A "physical" address is the
 * image's own: the offset in the memfd that all of the image is mapped from (mm/image.c).
 */
#ifndef _PROCESS_ASM_MEMORY_H
#define _PROCESS_ASM_MEMORY_H

#include_next <asm/memory.h>
#include <sct/addresses.h>

#undef KIMAGE_VADDR
#define KIMAGE_VADDR	ADDRESS_IMAGE

/* For handlers of signals: a frame alone may have 64 KiB, with SVE and SME (AT_MINSIGSTKSZ). */
#undef EXCEPTION_STACK_SIZE
#define EXCEPTION_STACK_SIZE	0x40000

#endif
