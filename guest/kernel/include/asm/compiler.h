/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_COMPILER_H
#define _ASM_COMPILER_H
#include <linux/compiler.h>
/*
 * For assembly among C that has newer instructions than every CPU: the highest architecture that
 * both compilers' assemblers know, BTI and PAC by name with it.
 */
#define ARM64_ASM_ARCH		"armv8.5-a"
#define ARM64_ASM_PREAMBLE	".arch " ARM64_ASM_ARCH "\n"
#endif
