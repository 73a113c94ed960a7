/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is probed here, so nothing needs to be kept from it; but what is named must exist. */
#ifndef _LINUX_KPROBES_H
#define _LINUX_KPROBES_H
#include <asm/kprobes.h>
#define NOKPROBE_SYMBOL(function)	\
	_Static_assert(sizeof(&(function)) == sizeof(void *), "NOKPROBE_SYMBOL")
#define nokprobe_inline			__always_inline
#endif
