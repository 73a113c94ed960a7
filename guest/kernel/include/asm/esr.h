/* SPDX-License-Identifier: GPL-2.0-only */
/* Arm ARM, D24.2.40, ESR_ELx. */
#ifndef _ASM_ESR_H
#define _ASM_ESR_H

#include <linux/types.h>

#define ESR_ELx_EC_SHIFT	26
#define ESR_ELx_EC_MASK		(0x3fUL << ESR_ELx_EC_SHIFT)
#define ESR_ELx_EC(esr)		(((esr) & ESR_ELx_EC_MASK) >> ESR_ELx_EC_SHIFT)
#define ESR_ELx_EC_BTI		0x0d
#define ESR_ELx_EC_IABT_CUR	0x21
#define ESR_ELx_EC_DABT_CUR	0x25
#define ESR_ELx_EC_BRK64	0x3c

#endif
