/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _PROCESS_ASM_DAIFFLAGS_H
#define _PROCESS_ASM_DAIFFLAGS_H
#include_next <asm/daifflags.h>
#define local_daif_mask()		write_sysreg(DAIF_MASK, daif)
#define local_daif_save() ({						\
	unsigned long __flags = local_daif_save_flags();		\
	local_daif_mask();						\
	__flags;							\
})
#define local_daif_restore(flags)	write_sysreg(flags, daif)
#endif
