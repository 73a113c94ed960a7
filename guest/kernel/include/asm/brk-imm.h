/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_BRK_IMM_H
#define _ASM_BRK_IMM_H
/* The immediates that Linux gives to BRK. */
#define FAULT_BRK_IMM		0x100
#define BUG_BRK_IMM		0x800
/* A failed check of kCFI: the register with the target, and that with the type expected of it. */
#define CFI_BRK_IMM_TARGET	0x001fUL
#define CFI_BRK_IMM_TYPE	0x03e0UL
#define CFI_BRK_IMM_BASE	0x8000UL
#define CFI_BRK_IMM_MASK	(CFI_BRK_IMM_TARGET | CFI_BRK_IMM_TYPE)
#define AARCH64_BREAK_MON	0xd4200000
#define AARCH64_BREAK_FAULT	(AARCH64_BREAK_MON | (FAULT_BRK_IMM << 5))
#endif
