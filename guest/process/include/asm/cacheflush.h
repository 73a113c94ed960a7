/* SPDX-License-Identifier: GPL-2.0-only */
/* DC CVAU and IC IVAU work at EL0, where Linux lets them; IC IALLUIS does not. */
#ifndef _PROCESS_ASM_CACHEFLUSH_H
#define _PROCESS_ASM_CACHEFLUSH_H
#include_next <asm/cacheflush.h>
#include <asm/memory.h>

#undef code_changed
/* For an emulator that keeps what it made of code (mm/image.c). */
void code_changed(unsigned long start, unsigned long end);

#define icache_inval_all_pou()	icache_inval_pou((unsigned long)_stext, (unsigned long)_etext)
#endif
