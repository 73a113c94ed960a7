/* SPDX-License-Identifier: GPL-2.0-only */
/* What a module loader or an alternative has to do with ELF: its relocations of AArch64. */
#ifndef _LINUX_ELF_H
#define _LINUX_ELF_H

#include <linux/types.h>

#define R_AARCH64_ABS64			257
#define R_AARCH64_ADR_PREL_PG_HI21	275
#define R_AARCH64_ADD_ABS_LO12_NC	277
#define R_AARCH64_LDST64_ABS_LO12_NC	286

#endif
