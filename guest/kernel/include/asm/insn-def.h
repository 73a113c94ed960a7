/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_INSN_DEF_H
#define _ASM_INSN_DEF_H
#define AARCH64_INSN_SIZE	4
#endif
