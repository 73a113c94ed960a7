/* SPDX-License-Identifier: GPL-2.0-only */
/* A kernel without CONFIG_KALLSYMS: no name is found, and an address is told as it is. */
#ifndef _LINUX_KALLSYMS_H
#define _LINUX_KALLSYMS_H
#include <linux/kernel.h>
#define KSYM_NAME_LEN		512
#define KSYM_SYMBOL_LEN		(KSYM_NAME_LEN + 64)
static inline unsigned long kallsyms_lookup_name(const char *name)
{
	(void)name;
	return 0;
}

static inline int sprint_symbol(char *buffer, unsigned long address)
{
	return snprintf(buffer, KSYM_SYMBOL_LEN, "0x%lx", address);
}

static inline void *dereference_symbol_descriptor(void *function)
{
	return function;
}
#endif
