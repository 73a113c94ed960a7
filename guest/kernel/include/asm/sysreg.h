/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_SYSREG_H
#define _ASM_SYSREG_H

/*
 * Arm ARM (DDI 0487) D24, "AArch64 System Register Descriptions". Plain numbers, because the
 * assembler reads them too.
 */

#define HCR_EL2_TGE_SHIFT	27
#define HCR_EL2_TGE		(1 << HCR_EL2_TGE_SHIFT)
#define HCR_EL2_RW		(1 << 31)
#define HCR_EL2_E2H_SHIFT	34
#define HCR_EL2_E2H		(1 << HCR_EL2_E2H_SHIFT)
#define HCR_EL2_APK		(1 << 40)
#define HCR_EL2_API		(1 << 41)

/* RES1 of Armv8.0: LSMAOE, nTLSMD, SPAN, EIS, TSCXT, EOS, SED, ITD. */
#define SCTLR_EL1_RES1		0x30d00980
#define SCTLR_EL1_M		(1 << 0)
#define SCTLR_EL1_C		(1 << 2)
#define SCTLR_EL1_SA		(1 << 3)
#define SCTLR_EL1_I		(1 << 12)
#define SCTLR_EL1_ENIB		(1 << 30)
#define SCTLR_EL1_ENIA		(1 << 31)
#define SCTLR_EL1_BT1		(1 << 36)
#define SCTLR_EL1_ON		\
	(SCTLR_EL1_RES1 | SCTLR_EL1_M | SCTLR_EL1_C | SCTLR_EL1_SA | SCTLR_EL1_I)

/* Attr0: Device-nGnRE, Attr1: Normal, write-back, read- and write-allocate. */
#define MAIR_EL1_SET		0xff04

/*
 * 48-bit VAs and the same granule in both halves, whose encodings differ; walks inner shareable and
 * write-back. IPS is filled in at boot. ID_AA64MMFR0_EL1 tells of each granule in a field and with
 * values of its own: the least and the greatest that mean "supported".
 */
#if CONFIG_PAGE_SHIFT == 12
#define TCR_EL1_TG0		0
#define TCR_EL1_TG1		2
#define MMFR0_TGRAN_SHIFT	28
#define MMFR0_TGRAN_MIN		0
#define MMFR0_TGRAN_MAX		7
#elif CONFIG_PAGE_SHIFT == 14
#define TCR_EL1_TG0		2
#define TCR_EL1_TG1		1
#define MMFR0_TGRAN_SHIFT	20
#define MMFR0_TGRAN_MIN		1
#define MMFR0_TGRAN_MAX		15
#else
#define TCR_EL1_TG0		1
#define TCR_EL1_TG1		3
#define MMFR0_TGRAN_SHIFT	24
#define MMFR0_TGRAN_MIN		0
#define MMFR0_TGRAN_MAX		7
#endif
#define TCR_EL1_EPD0		(1 << 7)
#define TCR_EL1_TTBR0		(16 | (1 << 8) | (1 << 10) | (3 << 12) | (TCR_EL1_TG0 << 14))
#define TCR_EL1_TTBR1		\
	((16 << 16) | (1 << 24) | (1 << 26) | (3 << 28) | (TCR_EL1_TG1 << 30))
#define TCR_EL1_SET		(TCR_EL1_TTBR0 | TCR_EL1_TTBR1)

/*
 * FEAT_PAuth: APA or API of ID_AA64ISAR1_EL1, or APA3 of ID_AA64ISAR2_EL1 (S3_0_C0_C6_2), which
 * older assemblers do not know.
 */
#define ID_AA64ISAR1_EL1_APA_API	0xff0
#define ID_AA64ISAR2_EL1		S3_0_C0_C6_2
#define ID_AA64ISAR2_EL1_APA3	0xf000

#ifndef __ASSEMBLY__
#include <linux/stringify.h>
#include <linux/types.h>

/* The register itself, whatever a runtime has in its stead. */
#define __mrs(reg)								\
	({									\
		u64 __val;							\
		asm volatile("mrs %0, " __stringify(reg) : "=r"(__val));	\
		__val;								\
	})
#define __msr(reg, val)								\
	do {									\
		u64 __val = (u64)(val);						\
		asm volatile("msr " __stringify(reg) ", %x0" : : "rZ"(__val));	\
	} while (0)

#define read_sysreg(reg)		__mrs(reg)
#define write_sysreg(val, reg)		__msr(reg, val)

#define sysreg_clear_set(reg, clear, set)				\
	do {								\
		u64 __old = read_sysreg(reg);				\
		write_sysreg((__old & ~(u64)(clear)) | (set), reg);	\
	} while (0)

/* CurrentEL.EL, in place: with SPSel clear also PSTATE.M of the level, EL1t or EL2t. */
#define PSTATE_EL2T		0x8UL
static inline u64 current_el_t(void)
{
	return read_sysreg(CurrentEL);
}

static inline bool running_at_el2(void)
{
	return current_el_t() == PSTATE_EL2T;
}
#endif

#endif
