/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * System registers where Linux has them: by the names of the kernel's, a runtime has read_sysreg()
 * and write_sysreg() mean what there is in their stead.
 */
#ifndef _HOSTED_ASM_SYSREG_H
#define _HOSTED_ASM_SYSREG_H

#include_next <asm/sysreg.h>

#ifndef __ASSEMBLY__
#undef read_sysreg
#undef write_sysreg

/* Whether `reg` is the register of that name: decided by the compiler. */
#define __sysreg_is(reg, name)	(!__builtin_strcmp(__stringify(reg), name))

/* Where Linux runs is its own business. */
#define running_at_el2()	false
#endif

#endif
