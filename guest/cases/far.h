/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The page of far.S, which a case maps where a module could lie. Its code does not depend on where
 * that is.
 */
#ifndef _CASES_FAR_H
#define _CASES_FAR_H

/* What a far target adds to its argument, and a far caller to the result that it passes on. */
#define FAR_TARGET	0xfa4
/* The one at the page's first byte: who leads there and should lead elsewhere in it is seen. */
#define FAR_FIRST	0xf15
#define FAR_CALLER	0xca11000

#ifndef __ASSEMBLY__
#include <linux/types.h>

typedef u64 far_fn(u64 x);

/* The first byte of the page. */
extern const char far_page[];

/* Targets, each with its own landing pad. */
far_fn far_plain, far_nop, far_bti, far_bti_c, far_bti_j, far_bti_jc, far_paciasp, far_pacibsp;
/* The same as far_bti_c, at the first byte of the page. */
far_fn far_first;
/* Returns its own address. */
far_fn far_says_where;

/*
 * Call the keys `far_key`, `far_null` and `far_ret0`: a BL to a veneer in the same page, which
 * branches to the trampoline through x16.
 */
far_fn far_calls_key, far_calls_null, far_calls_ret0;
#endif

#endif
