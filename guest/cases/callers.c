// SPDX-License-Identifier: GPL-2.0-only
/* Callers on other CPUs, and the four addresses at which their calls may come out. */
#include <asm/fixmap.h>
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <linux/string.h>
#include <sct/addresses.h>
#include <sct/case.h>
#include <sct/features.h>
#include <sct/static_call.h>
#include "callers.h"
#include "callers_keys.h"
#include "tramp.h"

#define H1	ADDRESS_HIGH_1
#define H2	ADDRESS_HIGH_2
#define L1	0x12340000UL
#define L2	0xabcd0000UL

struct caller callers[MAX_CPUS];
static struct targets set;

static bool map_target(u64 page, u64 *address)
{
	u64 code = (u64)returns_its_address, offset = code % PAGE_SIZE;

	*address = page + offset;
	return map_page(page, __pa_symbol(code - offset),
			PAGE_KERNEL_ROX | (cpu_has_bti() ? PTE_GP : 0));
}

bool map_targets(struct targets *targets)
{
	bool mapped = map_target(H1 | L1, &targets->a) && map_target(H2 | L2, &targets->b) &&
		      map_target(H2 | L1, &targets->mixed[0]) &&
		      map_target(H1 | L2, &targets->mixed[1]);

	if (!mapped)
		case_error("no room to map the targets");
	return mapped;
}

/* The count of a caller's calls that came out there. */
static u64 *count_of(struct caller *caller, u64 at)
{
	if (at == set.a)
		return &caller->at_a;
	if (at == set.b)
		return &caller->at_b;
	if (at == set.mixed[0])
		return &caller->at_mixed[0];
	if (at == set.mixed[1])
		return &caller->at_mixed[1];
	return &caller->elsewhere;
}

static void came_out(struct caller *caller, u64 at)
{
	u64 *count = count_of(caller, at);

	WRITE_ONCE(*count, *count + 1);
}

static void call_until_stopped(void *caller)
{
	while (!cpu_should_stop())
		came_out(caller, static_call(callers_key)());
}

static void call_own_until_stopped(void *caller)
{
	while (!cpu_should_stop())
		came_out(caller, own_trampoline());
}

static bool start(const struct targets *targets, cpu_fn *call)
{
	set = *targets;
	memset(callers, 0, sizeof(callers));
	for (unsigned int i = 1; i < cpu_count(); i++)
		if (!cpu_start(i, call, &callers[i]))
			return false;
	/* PSCI may take its time: what is measured begins when everybody is there. */
	for (unsigned int i = 1; i < cpu_count(); i++)
		while (cpu_running(i) && !READ_ONCE(callers[i].at_a))
			barrier();
	return true;
}

bool callers_start(const struct targets *targets)
{
	callers_update(targets->a);
	return start(targets, call_until_stopped);
}

void own_literal_set(u64 target)
{
	*(volatile u64 *)set_fixmap_offset(FIX_SCRATCH, __pa_symbol(&own_literal)) = target;
	clear_fixmap(FIX_SCRATCH);
}

bool own_callers_start(const struct targets *targets)
{
	own_literal_set(targets->a);
	return start(targets, call_own_until_stopped);
}

void callers_update(u64 target)
{
	static_call_update(callers_key, (u64 (*)(void))target);
}

const u64 *callers_literal(u64 target)
{
	return tramp_find_literal(STATIC_CALL_TRAMP_ADDR(callers_key), target);
}

u64 calls_at(u64 target)
{
	u64 calls = 0;

	for (unsigned int i = 1, n = cpu_count(); i < n; i++)
		calls += READ_ONCE(*count_of(&callers[i], target));
	return calls;
}

bool all_callers_saw_both(void)
{
	for (unsigned int i = 1; i < cpu_count(); i++)
		if (!READ_ONCE(callers[i].at_a) || !READ_ONCE(callers[i].at_b))
			return false;
	return true;
}

bool callers_alive(void)
{
	for (unsigned int i = 1; i < cpu_count(); i++)
		if (!cpu_running(i))
			return false;
	return true;
}
