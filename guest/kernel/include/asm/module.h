/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_MODULE_H
#define _ASM_MODULE_H
#include <asm/cpufeature.h>
#include <linux/module.h>
/* Cortex-A53 erratum 843419: an ADRP in one of the last two words of 4 KiB. */
static inline bool is_forbidden_offset_for_adrp(void *place)
{
	return cpus_have_cap(ARM64_WORKAROUND_843419) && ((u64)place & 0xfff) >= 0xff8;
}
#endif
