/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Whose code or data an address is: the image's own, or, for whatever else can be executed or read,
 * a module's.
 */
#ifndef _LINUX_EXTABLE_H
#define _LINUX_EXTABLE_H
#include <asm/sections.h>
bool is_module_text_address(unsigned long address);
bool is_module_address(unsigned long address);
int kernel_text_address(unsigned long address);
int __kernel_text_address(unsigned long address);
int func_ptr_is_kernel_text(void *function);
#endif
