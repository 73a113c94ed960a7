/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _VDSO_CONST_H
#define _VDSO_CONST_H

#define UL(x)	(_UL(x))
#define ULL(x)	(_ULL(x))
#define _UL(x)	(x##UL)
#define _ULL(x)	(x##ULL)

#endif
