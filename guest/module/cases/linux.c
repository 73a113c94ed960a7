// SPDX-License-Identifier: GPL-2.0-only
/*
 * What only Linux has: who else writes into a trampoline. A kprobe puts a BRK over one of its
 * words; a transform that reads its own text then reads that.
 */
#include <linux/kernel.h>
#include <sct/case.h>
#include <sct/module.h>
#include <sct/needs.h>
#include <sct/static_call.h>
#include <sct/tramp.h>
#include "linux_keys.h"

noinline u64 linux_one(u64 x)
{
	return x + 1;
}

static noinline u64 two(u64 x)
{
	return x + 2;
}

/* What imm12 of a kprobe's BRK is to whoever takes it for an LDR: 0x800 words of 8 bytes. */
#define BRK_AS_OFFSET	0x4000

/* The word that a transform would write that takes the BRK for its LDR. */
static u64 *beside(const void *tramp, const struct tramp_load *load)
{
	return (u64 *)((tramp_literal(tramp, load) & ~0xfffUL) + BRK_AS_OFFSET);
}

NEEDS(linux, kprobe_on_adrp, NEED_TRAMPOLINE);
/*
 * A kprobe on the ADRP: an update that reads its BRK there must neither die of it nor lead
 * elsewhere.
 */
CASE(linux, kprobe_on_adrp)
{
	const u32 *tramp = STATIC_CALL_TRAMP_ADDR(probed_adrp);
	struct tramp_load load;

	if (!tramp_find_load(tramp, &load))
		SKIP("the trampoline has no ADRP and LDR");
	/* A kernel that refuses the probe has nothing to fear of it. */
	if (glue_probe(tramp + load.adrp))
		return;
	EXPECT_EQ(static_call(probed_adrp)(1), 2);
	EXPECT_NO_FAULT(static_call_update(probed_adrp, two));
	EXPECT_EQ(static_call(probed_adrp)(1), 3);
	glue_unprobe();
}

NEEDS(linux, kprobe_on_ldr, NEED_TRAMPOLINE);
/*
 * A kprobe on the LDR, whose BRK looks like an LDR with another offset: an update that goes by it
 * leaves the target as it is, overwrites 8 bytes of somebody else, and says nothing.
 */
CASE(linux, kprobe_on_ldr)
{
	const u32 *tramp = STATIC_CALL_TRAMP_ADDR(probed_ldr);
	struct tramp_load load;
	u64 *stranger, before, after;

	if (!tramp_find_load(tramp, &load))
		SKIP("the trampoline has no ADRP and LDR");
	stranger = beside(tramp, &load);
	/* Where nothing is mapped the patching code has a BUG of its own: it is not asked. */
	if (!glue_read(stranger, &before))
		SKIP("nothing is mapped where an update would go astray");
	if (glue_probe(tramp + load.ldr))
		return;
	EXPECT_EQ(static_call(probed_ldr)(1), 2);
	EXPECT_NO_FAULT(static_call_update(probed_ldr, two));
	glue_read(stranger, &after);
	if (after != before)
		glue_write(stranger, before);
	EXPECT_EQ(after, before);
	EXPECT_EQ(static_call(probed_ldr)(1), 3);
	glue_unprobe();
}

NEEDS(linux, kprobe_elsewhere, NEED_TRAMPOLINE);
/* A kprobe on any other word: the update and the next call are as without it. */
CASE(linux, kprobe_elsewhere)
{
	const u32 *tramp = STATIC_CALL_TRAMP_ADDR(probed_others);
	struct tramp_load load;

	if (!tramp_find_load(tramp, &load))
		SKIP("the trampoline has no ADRP and LDR");
	for (unsigned int word = 0; word <= load.ldr + 1; word++) {
		if (word == load.adrp || word == load.ldr)
			continue;
		if (glue_probe(tramp + word))
			continue;
		EXPECT_NO_FAULT(static_call_update(probed_others, word % 2 ? linux_one : two));
		EXPECT_EQ(static_call(probed_others)(1), word % 2 ? 2 : 3);
		glue_unprobe();
	}
}
