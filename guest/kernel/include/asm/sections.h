/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_SECTIONS_H
#define _ASM_SECTIONS_H
#include <asm/memory.h>
/* Nothing is discarded after start-up: the exit text is empty. */
#define __exittext_begin	_etext
#define __exittext_end		_etext
static inline bool core_kernel_text(unsigned long addr)
{
	return addr >= (unsigned long)_stext && addr < (unsigned long)_etext;
}
#endif
