// SPDX-License-Identifier: GPL-2.0-only
/* One random choice out of the pool. */
#include <linux/kernel.h>
#include "cost.h"
#include "place.h"
#include "random.h"

struct placement placement;

/* Executable at times: pages of its own, of any size. */
char cost_code[CODE_BYTES] __aligned(0x10000);

/* As dense as a linker puts literals of .rodata: eight a line. */
static u64 literals[POOL_SIZE] __aligned(64);
/* As struct static_call_key of a kernel with modules: the target, and what else there is to it. */
static struct {
	u64 func, more;
} pointers[POOL_SIZE] __aligned(64);

#ifdef CONFIG_HAVE_STATIC_CALL
extern char __SCT__cost_0000[], __SCT__cost_0001[], __SCT__cost_3fff[];
extern char __SCT__cost_null_0000[], __SCT__cost_null_0001[], __SCT__cost_null_03ff[];
#else
extern char __SCK__cost_0000[], __SCK__cost_0001[], __SCK__cost_3fff[];
extern char __SCK__cost_null_0000[], __SCK__cost_null_0001[], __SCK__cost_null_03ff[];
#endif

void place(u64 *random, u32 keys)
{
	random_choice(random, placement.keys, POOL_SIZE, keys);
	random_choice(random, placement.code, POOL_SIZE, keys);
	random_choice(random, placement.data, POOL_SIZE, keys);
	random_choice(random, placement.nulls, NULL_SIZE, min(keys, (u32)NULL_SIZE));
	/* Anywhere in a page. */
	placement.sites_at = random_below(random, 0x1000 / 4) * 4;
	placement.keys_used = keys;
}

u64 target_of(u32 i)
{
	return (u64)cost_target_0000 + placement.keys[i] * TARGET_STRIDE;
}

#ifdef CONFIG_HAVE_STATIC_CALL
u64 subject_tramp(u32 i)
{
	return (u64)__SCT__cost_0000 +
	       placement.keys[i] * (u64)(__SCT__cost_0001 - __SCT__cost_0000);
}

u64 subject_null_tramp(u32 i)
{
	return (u64)__SCT__cost_null_0000 +
	       placement.nulls[i] * (u64)(__SCT__cost_null_0001 - __SCT__cost_null_0000);
}

bool pool_is_regular(void)
{
	return __SCT__cost_0000 + (POOL_SIZE - 1) * (__SCT__cost_0001 - __SCT__cost_0000) ==
		       __SCT__cost_3fff &&
	       __SCT__cost_null_0000 +
			       (NULL_SIZE - 1) * (__SCT__cost_null_0001 - __SCT__cost_null_0000) ==
		       __SCT__cost_null_03ff;
}
#else
u64 *subject_key(u32 i)
{
	return (u64 *)(__SCK__cost_0000 +
		       placement.keys[i] * (u64)(__SCK__cost_0001 - __SCK__cost_0000));
}

u64 *subject_null_key(u32 i)
{
	return (u64 *)(__SCK__cost_null_0000 +
		       placement.nulls[i] * (u64)(__SCK__cost_null_0001 - __SCK__cost_null_0000));
}

bool pool_is_regular(void)
{
	return __SCK__cost_0000 + (POOL_SIZE - 1) * (__SCK__cost_0001 - __SCK__cost_0000) ==
		       __SCK__cost_3fff &&
	       __SCK__cost_null_0000 +
			       (NULL_SIZE - 1) * (__SCK__cost_null_0001 - __SCK__cost_null_0000) ==
		       __SCK__cost_null_03ff;
}
#endif

u64 emitted_tramp(u32 i)
{
	return (u64)cost_code + SITES_BYTES + placement.code[i] * TRAMP_STRIDE;
}

u64 *emitted_literal(u32 i)
{
	return &literals[placement.data[i]];
}

u64 *emitted_pointer(u32 i)
{
	return &pointers[placement.data[i]].func;
}
