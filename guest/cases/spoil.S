/* SPDX-License-Identifier: GPL-2.0-only */
#include <linux/linkage.h>

	.text
SYM_FUNC_START(recurses_for_ever)
	stp	x29, x30, [sp, #-16]!
	bl	recurses_for_ever
SYM_FUNC_END(recurses_for_ever)

SYM_FUNC_START(moves_sp)
	sub	sp, sp, #16
	ret
SYM_FUNC_END(moves_sp)

SYM_FUNC_START(spoils_x19)
	mvn	x19, x19
	ret
SYM_FUNC_END(spoils_x19)

SYM_FUNC_START(spoils_x29)
	mvn	x29, x29
	ret
SYM_FUNC_END(spoils_x29)

SYM_FUNC_START(spoils_nothing)
	ret
SYM_FUNC_END(spoils_nothing)
