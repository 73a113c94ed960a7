// SPDX-License-Identifier: GPL-2.0-only
/*
 * One CPU patches, or two, while others call: who calls sees the old target or the new one, and the
 * writable window is seen by its owner alone.
 */
#include <asm/fixmap.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <sct/case.h>
#include <sct/counts.h>
#include <sct/cpu.h>
#include <sct/locks.h>
#include <sct/poke.h>
#include <sct/static_call.h>
#include "callers.h"
#include "image.h"
#include "smp_keys.h"

#define NEEDS_CPUS() do {					\
	if (cpu_count() < 2)					\
		SKIP("one CPU");				\
} while (0)

#define PATCHES	100000
/*
 * On a host too busy to run all CPUs at once, fewer must do after the first time; after the second
 * one it is no use to wait for what is missing.
 */
#define ENOUGH_SECONDS	4
#define LAST_SECONDS	10
/* So many of them at least were taken by a caller before the next one came. */
#define TAKEN	200
/*
 * How often to look whether one was: hundreds of times as long as a call takes, and little if all
 * callers wait for a CPU of the host.
 */
#define PATIENCE 2000

/*
 * Updates, and waits a little: whether a caller took the new target. One that hangs behind and took
 * it at an earlier time counts as none.
 */
static bool update_and_wait(u64 target)
{
	u64 before = calls_at(target);

	callers_update(target);
	for (unsigned int i = 0; i < PATIENCE; i++)
		if (calls_at(target) != before)
			return true;
	return false;
}

/*
 * 100,000 patches while the others call: each call comes out at one of the two targets, never at an
 * address mixed of both, and each caller has seen both. Patches in a tight loop would prove
 * nothing, since the callers would see one of them: each patch waits a little for a caller to take
 * it. On a host that is too busy to run all CPUs at once it may be fewer, but never fewer than 200
 * that a caller took.
 */
CASE(smp, patch_while_calling)
{
	struct targets targets;
	u64 patches = 0, taken = 0, start = read_sysreg(cntvct_el0),
	    second = read_sysreg(cntfrq_el0), ticks = 0;

	NEEDS_CPUS();
	if (!map_targets(&targets) || !callers_start(&targets))
		return;
	tlb_flush_broadcast = false;
	while (callers_alive()) {
		bool enough = taken >= TAKEN && all_callers_saw_both();
		u64 target = patches++ % 2 ? targets.a : targets.b;

		taken += update_and_wait(target);
		ticks = read_sysreg(cntvct_el0) - start;
		if (enough ? patches >= PATCHES || ticks > ENOUGH_SECONDS * second
			   : ticks > LAST_SECONDS * second)
			break;
	}
	cpus_stop();
	EXPECT(taken >= TAKEN);
	metric("patches", patches, "patches");
	metric("taken", taken, "patches");
	for (unsigned int i = 1; i < cpu_count(); i++) {
		EXPECT(callers[i].at_a > 0 && callers[i].at_b > 0);
		EXPECT_EQ(callers[i].at_mixed[0] + callers[i].at_mixed[1] + callers[i].elsewhere,
			  0);
		metric("calls", callers[i].at_a + callers[i].at_b, "calls");
	}
}

noinline u64 smp_one(u64 x)
{
	return x + 1;
}

static noinline u64 two(u64 x)
{
	return x + 2;
}

noinline u64 smp_three(u64 x)
{
	return x + 3;
}

static noinline u64 four(u64 x)
{
	return x + 4;
}

/*
 * During so many of CPU 0's updates the other CPU finished one: they ran at once, and did not take
 * turns of the host. Not more: each update stops all of QEMU's CPUs for its TLBI, which takes tens
 * of milliseconds on a busy host.
 */
#define OVERLAPS 20

/* What the other patching CPU tells CPU 0. */
struct patcher {
	u64 updates, wrong;
};

static void patch_theirs(void *arg)
{
	struct patcher *patcher = arg;

	while (!cpu_should_stop()) {
		bool odd = patcher->updates % 2;

		static_call_update(smp_theirs, odd ? smp_three : four);
		patcher->wrong += static_call(smp_theirs)(0) != (odd ? 3 : 4);
		WRITE_ONCE(patcher->updates, patcher->updates + 1);
	}
}

/* What holds after two CPUs have patched at once, whatever they patched. */
static void expect_no_traces(void)
{
	struct mapping map;

	EXPECT_NO_LOCK_HELD();
	EXPECT(!lookup_mapping(fix_to_virt(FIX_TEXT_POKE0), &map));
}

/*
 * Two CPUs patch different keys at once through the one poke slot: no write fails, and each CPU's
 * next call sees its own update.
 */
CASE(smp, patch_two_keys)
{
	static struct patcher other;
	unsigned int fixups = fixup_count;
	u64 wrong = 0, overlaps = 0;

	NEEDS_CPUS();
	memset(&other, 0, sizeof(other));
	if (!cpu_start(1, patch_theirs, &other))
		return;
	for (u64 i = 0; overlaps < OVERLAPS && !wrong && cpu_running(1); i++) {
		u64 before = READ_ONCE(other.updates);

		static_call_update(smp_mine, i % 2 ? smp_one : two);
		wrong += static_call(smp_mine)(0) != (i % 2 ? 1 : 2);
		overlaps += READ_ONCE(other.updates) != before;
	}
	cpus_stop();
	EXPECT_EQ(wrong, 0);
	EXPECT_EQ(other.wrong, 0);
	EXPECT_EQ(fixup_count - fixups, 0);
	expect_no_traces();
}

static void patch_shared(void *arg)
{
	struct patcher *patcher = arg;

	while (!cpu_should_stop()) {
		bool odd = patcher->updates % 2;

		static_call_update(smp_shared, odd ? smp_three : four);
		patcher->wrong += static_call(smp_shared)(0) == (odd ? 4 : 3);
		WRITE_ONCE(patcher->updates, patcher->updates + 1);
	}
}

/*
 * Two CPUs patch the same key at once: the next call reaches one's own target or one of the
 * other's, never one's own last but one; what stays is the last one of either, in the key too.
 */
CASE(smp, patch_same_key)
{
	static struct patcher other;
	unsigned int fixups = fixup_count;
	u64 i, result, wrong = 0, overlaps = 0, mine, theirs;

	NEEDS_CPUS();
	WARNS_ARE_LEGAL();
	memset(&other, 0, sizeof(other));
	if (!cpu_start(1, patch_shared, &other))
		return;
	for (i = 0; overlaps < OVERLAPS && !wrong && cpu_running(1); i++) {
		u64 before = READ_ONCE(other.updates);

		static_call_update(smp_shared, i % 2 ? smp_one : two);
		wrong += static_call(smp_shared)(0) == (i % 2 ? 2 : 1);
		overlaps += READ_ONCE(other.updates) != before;
	}
	cpus_stop();
	mine = i % 2 ? 2 : 1;
	theirs = other.updates % 2 ? 4 : 3;
	result = static_call(smp_shared)(0);
	EXPECT(result == mine || result == theirs);
	result = ((u64 (*)(u64))static_call_query(smp_shared))(0);
	EXPECT(result == mine || result == theirs);
	EXPECT_EQ(wrong + other.wrong, 0);
	EXPECT_EQ(fixup_count - fixups, 0);
	expect_no_traces();
	/* Key and literal may each hold another one's last target: from here on they agree. */
	static_call_update(smp_shared, smp_one);
}

/* Seen that often, the window was no accident of one walk. */
#define SIGHTINGS 100
/* A whole walk takes longer than an update: in between, the poke slot alone is looked up. */
#define LOOKUPS 100
#define WALKS 100

struct walker {
	u64 walks;
	u64 sightings; /* how often it saw the poke slot mapped */
	u64 forbidden; /* mappings that make text or rodata writable elsewhere */
};

static bool visit_window(const struct mapping *map, void *arg)
{
	struct walker *walker = arg;

	if (!is_writable_alias(map))
		return true;
	if (map->va == fix_to_virt(FIX_TEXT_POKE0))
		WRITE_ONCE(walker->sightings, walker->sightings + 1);
	else
		WRITE_ONCE(walker->forbidden, walker->forbidden + 1);
	return true;
}

static void walk_until_stopped(void *arg)
{
	struct walker *walker = arg;
	struct mapping map;

	while (!cpu_should_stop()) {
		walk_mappings(visit_window, walker);
		for (unsigned int i = 0; i < LOOKUPS; i++)
			if (lookup_mapping(fix_to_virt(FIX_TEXT_POKE0), &map))
				visit_window(&map, walker);
		WRITE_ONCE(walker->walks, walker->walks + 1);
	}
}

/*
 * The page tables as another CPU finds them in the midst of updates: the poke slot comes and goes,
 * and nothing else makes text or rodata writable. Who stops that CPU for each update shows it no
 * window at all.
 */
CASE(smp, window_is_the_only_one)
{
	static struct walker walker;
	unsigned int stops = stop_count;
	bool shown = true;
	u64 updates = 0;

	NEEDS_CPUS();
	memset(&walker, 0, sizeof(walker));
	if (!cpu_start(1, walk_until_stopped, &walker))
		return;
	while (((READ_ONCE(walker.sightings) < SIGHTINGS && shown) ||
		READ_ONCE(walker.walks) < WALKS) &&
	       !READ_ONCE(walker.forbidden) && cpu_running(1)) {
		static_call_update(smp_walked, updates++ % 2 ? smp_one : two);
		shown = stop_count - stops < updates;
	}
	cpus_stop();
	EXPECT(walker.sightings >= SIGHTINGS || !shown);
	EXPECT_EQ(walker.forbidden, 0);
	metric("updates", updates, "updates");
}

struct looker {
	u64 looks, loads; /* how often it tried, and how often it read something */
};

static void look_through_window(void *arg)
{
	struct looker *looker = arg;
	u64 value;

	while (!cpu_should_stop()) {
		if (!copy_from_kernel_nofault(&value, (void *)fix_to_virt(FIX_TEXT_POKE0),
					      sizeof(value)))
			WRITE_ONCE(looker->loads, looker->loads + 1);
		WRITE_ONCE(looker->looks, looker->looks + 1);
	}
}

/* Waits until a look that began after the call has ended. */
static void await_looks(const struct looker *looker)
{
	u64 looks = READ_ONCE(looker->looks);

	while (READ_ONCE(looker->looks) < looks + 2 && cpu_running(1))
		barrier();
}

/*
 * Another CPU has the poke slot in its TLB, since it has just read through it: when the update
 * returns, it is gone from there too, and nothing is read or written through it any more.
 */
CASE(smp, window_closes_on_every_cpu)
{
	static struct looker looker;

	NEEDS_CPUS();
	memset(&looker, 0, sizeof(looker));
	if (!cpu_start(1, look_through_window, &looker))
		return;
	for (unsigned int i = 0; i < 8 && cpu_running(1); i++) {
		u64 loads = READ_ONCE(looker.loads);

		__set_fixmap(FIX_TEXT_POKE0, ALIGN_DOWN(__pa_symbol(_srodata), PAGE_SIZE),
			     PAGE_KERNEL_RO);
		while (READ_ONCE(looker.loads) == loads && cpu_running(1))
			barrier();
		static_call_update(smp_window, i % 2 ? smp_one : two);
		/* The look that is under way may have begun before. */
		await_looks(&looker);
		loads = READ_ONCE(looker.loads);
		await_looks(&looker);
		EXPECT_EQ(READ_ONCE(looker.loads), loads);
	}
	cpus_stop();
}
