// SPDX-License-Identifier: GPL-2.0-only
/* Callers on other CPUs, and the four addresses at which their calls may come out. */
#include <asm/fixmap.h>
#include <asm/barrier.h>
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <linux/string.h>
#include <sct/addresses.h>
#include <sct/case.h>
#include <sct/features.h>
#include <sct/static_call.h>
#include "callers.h"
#include "callers_keys.h"

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
	return at ? &caller->elsewhere : &caller->nowhere;
}

static void came_out(struct caller *caller, u64 at)
{
	u64 *count = count_of(caller, at);

	WRITE_ONCE(*count, *count + 1);
}

/* Where a call comes out that is given 0. */
static u64 result_of(u64 target)
{
	return target == (u64)__static_call_return0 ? 0 : target;
}

/* CPU 0's last update: an odd number while it is under way; then where it leads. */
static struct {
	u64 number, result;
} update;

static void call_until_stopped(void *arg)
{
	struct caller *caller = arg;

	while (!cpu_should_stop()) {
		u64 number = smp_load_acquire(&update.number), result = READ_ONCE(update.result),
		    at = __raw_static_call_cond(callers_key)(0);

		smp_rmb();
		came_out(caller, at);
		if (READ_ONCE(update.number) != number)
			continue;
		if (number % 2)
			WRITE_ONCE(caller->during, caller->during + 1);
		else if (at != result)
			WRITE_ONCE(caller->stale, caller->stale + 1);
	}
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

bool callers_reach(u64 target)
{
	callers_update(target);
	EXPECT_EQ(static_call(callers_key)(0), result_of(target));
	return current_result->verdict == SCT_PASS;
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
	smp_store_release(&update.number, update.number + 1);
	smp_wmb();
	static_call_update(callers_key, (u64 (*)(u64))target);
	WRITE_ONCE(update.result, result_of(target));
	smp_store_release(&update.number, update.number + 1);
}

u64 calls_at(u64 target)
{
	u64 calls = 0;

	for (unsigned int i = 1, n = cpu_count(); i < n; i++)
		calls += READ_ONCE(*count_of(&callers[i], result_of(target)));
	return calls;
}

u64 calls_during_updates(void)
{
	u64 calls = 0;

	for (unsigned int i = 1, n = cpu_count(); i < n; i++)
		calls += READ_ONCE(callers[i].during);
	return calls;
}

u64 calls_gone_wrong(void)
{
	u64 calls = 0;

	for (unsigned int i = 1, n = cpu_count(); i < n; i++)
		calls += READ_ONCE(callers[i].at_mixed[0]) + READ_ONCE(callers[i].at_mixed[1]) +
			 READ_ONCE(callers[i].elsewhere) + READ_ONCE(callers[i].stale);
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
