// SPDX-License-Identifier: GPL-2.0-only
/* Where a trampoline's literal is, read from its instructions, or else from what it must hold. */
#include <linux/kernel.h>
#include "image.h"
#include "tramp.h"

const u64 *tramp_find_literal(const void *tramp, u64 target)
{
	u64 address = tramp_literal_of(tramp);

	return address ? (const u64 *)address : find_in_rodata(target);
}
