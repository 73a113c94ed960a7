/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_SECTIONS_H
#define _ASM_SECTIONS_H
#include <asm/memory.h>
#include <linux/types.h>
/* With the init text, as in Linux on arm64. */
#define __exittext_begin	_sinittext
#define __exittext_end		_einittext
#define __init_begin		_sinittext
#define __init_end		_sdata
static inline bool core_kernel_text(unsigned long addr)
{
	if (addr >= (unsigned long)_sinittext && addr < (unsigned long)_einittext)
		return system_state < SYSTEM_FREEING_INITMEM;
	return addr >= (unsigned long)_stext && addr < (unsigned long)_etext;
}

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

/* A function's address is that of its code. */
#define dereference_function_descriptor(function)	 ((void *)(function))
#define dereference_kernel_function_descriptor(function) ((void *)(function))

static inline bool memory_contains(void *begin, void *end, void *virt, size_t size)
{
	return virt >= begin && virt + size <= end;
}
#endif
