/* SPDX-License-Identifier: GPL-2.0-only */
/* Two functions that call each other by static calls, in tail position. */
#include <linux/linkage.h>
#include <sct/static_call_asm.h>

	.text
SYM_FUNC_START(aapcs_chain_even)
	cbz	x0, 1f
	eor	x1, x0, x1, ror #63
	sub	x0, x0, #1
	static_tail_call aapcs_odd
1:	mov	x0, x1
	ret
SYM_FUNC_END(aapcs_chain_even)

SYM_FUNC_START(aapcs_chain_odd)
	add	x1, x1, x0, lsl #1
	sub	x0, x0, #1
	static_tail_call aapcs_even
SYM_FUNC_END(aapcs_chain_odd)
