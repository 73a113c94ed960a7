/* SPDX-License-Identifier: GPL-2.0-only */
/* What stopped a statement or a case: an exception, as the CPU told it. */
#ifndef _SCT_FAULT_H
#define _SCT_FAULT_H

#include <linux/types.h>

enum fault_kind { FAULT_NONE, FAULT_SYNC, FAULT_SERROR, FAULT_WATCHDOG };

struct fault {
	enum fault_kind kind;
	u64 esr, elr, far, spsr, sp;
	u64 regs[31];
};

/* ESR_ELx, Arm ARM (DDI 0487) D24.2.40. */
#define ESR_EC(esr)		(((esr) >> 26) & 0x3f)
#define ESR_EC_FPAC		0x1c
#define ESR_EC_SVC		0x15
#define ESR_EC_IABORT		0x21
#define ESR_EC_DABORT		0x25
#define ESR_EC_STEP		0x33	/* a software step, of the same exception level */
#define ESR_EC_BRK		0x3c
#define ESR_BRK_IMMEDIATE	0xffffUL /* ISS[15:0] */
#define ESR_BTI(btype)		(0x36000000 | (btype))	/* EC 0x0d, IL, BTYPE in ISS[1:0] */
/* EC 0x25, IL, WnR, DFSC 0b0011LL */
#define ESR_WRITE_PERMISSION(level) (0x96000040 | 0x0c | (level))
#define ESR_EXEC_PERMISSION(level) (0x86000000 | 0x0c | (level)) /* EC 0x21, IL, IFSC 0b0011LL */

/*
 * ISS[24:14] of a data abort tells a hypervisor which access it must emulate: for stage 2 faults
 * alone, says the Arm ARM. QEMU 7.2 fills it in for every data abort that EL2 takes.
 */
#define ESR_EMULATION		0x01ffc000UL

#define SPSR_BTYPE(spsr)	(((spsr) >> 10) & 3)

#endif
