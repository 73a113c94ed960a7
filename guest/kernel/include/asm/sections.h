/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_SECTIONS_H
#define _ASM_SECTIONS_H
#include <asm/memory.h>
#include <linux/types.h>
/* Nothing is discarded after start-up: the exit text is empty. */
#define __exittext_begin	_etext
#define __exittext_end		_etext
static inline bool core_kernel_text(unsigned long addr)
{
	return addr >= (unsigned long)_stext && addr < (unsigned long)_etext;
}

#define _sinittext	_etext
#define _einittext	_etext
#define __start_rodata	_srodata
#define __end_rodata	_erodata
static inline bool is_kernel_text(unsigned long addr)
{
	return core_kernel_text(addr);
}

static inline bool is_kernel_rodata(unsigned long addr)
{
	return addr >= (unsigned long)_srodata && addr < (unsigned long)_erodata;
}

static inline bool is_kernel_core_data(unsigned long addr)
{
	return addr >= (unsigned long)_sdata && addr < (unsigned long)_end;
}

static inline bool memory_contains(void *begin, void *end, void *virt, size_t size)
{
	return virt >= begin && virt + size <= end;
}
#endif
