/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_BRK_IMM_H
#define _ASM_BRK_IMM_H
/* The immediates that Linux gives to BRK. */
#define FAULT_BRK_IMM		0x100
#define BUG_BRK_IMM		0x800
#define AARCH64_BREAK_MON	0xd4200000
#define AARCH64_BREAK_FAULT	(AARCH64_BREAK_MON | (FAULT_BRK_IMM << 5))
#endif
