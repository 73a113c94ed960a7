/* SPDX-License-Identifier: GPL-2.0-only */
/* Functions that do what no function may: for the controls. */
#ifndef _CASES_SPOIL_H
#define _CASES_SPOIL_H

#include <sct/fault.h>

void recurses_for_ever(void);
case_fn moves_sp, spoils_x19, spoils_x29, spoils_nothing;
u64 signature_bits(void), changes_return_address(u64 stack);

#endif
