/* SPDX-License-Identifier: GPL-2.0-only */
/* The one function at all four targets: it says where it runs. */
#include <linux/linkage.h>

	.text
	.balign	16			// in one page
SYM_FUNC_START(returns_its_address)
	adr	x0, returns_its_address
	ret
SYM_FUNC_END(returns_its_address)
