// SPDX-License-Identifier: GPL-2.0-only
/* Where a trampoline's literal is, read from its instructions, or else from what it must hold. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/args.h>
#include "image.h"
#include "tramp.h"

bool tramp_is_fetched(const void *tramp)
{
	char fetch[16];

	return !tramp_is_patched(tramp) || !boot_arg("sct.fetch", fetch, sizeof(fetch)) ||
	       strcmp(fetch, "translated");
}

const u64 *tramp_find_literal(const void *tramp, u64 target)
{
	u64 address = tramp_literal_of(tramp);

	return address ? (const u64 *)address : find_in_rodata(target);
}
