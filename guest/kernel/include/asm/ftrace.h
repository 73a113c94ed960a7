/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_FTRACE_H
#define _ASM_FTRACE_H
#include <asm/insn-def.h>
#include <linux/compiler.h>
#define MCOUNT_INSN_SIZE	AARCH64_INSN_SIZE
#endif
