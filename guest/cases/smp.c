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
#include <sct/hang.h>
#include <sct/locks.h>
#include <sct/needs.h>
#include <sct/poke.h>
#include <sct/runner.h>
#include <sct/static_call.h>
#include "callers.h"
#include "image.h"
#include "callers_keys.h"
#include "smp_keys.h"
#include "tramp.h"

#define NEEDS_CPUS() do {					\
	if (cpu_count() < 2)					\
		SKIP("one CPU");				\
} while (0)

/*
 * What takes several CPUs at once is gone on with until enough of it was seen. When most of the
 * case's time is over it is no use to wait for more: this host does not run them at once, and that
 * is no verdict on anybody. How much time there is, the harness says (harness/run/patience.ts);
 * where there is no limit, so many ms are enough. Far fewer are where another case has failed: the
 * answer is known, and nobody waits for more of it than comes by itself.
 */
#define LAST_MS		10000
#define FAILED_MS	2000

static u64 began;

static void begin(void)
{
	began = read_sysreg(cntvct_el0);
}

static bool has_taken(u64 ms)
{
	return (read_sysreg(cntvct_el0) - began) / (read_sysreg(cntfrq_el0) / 1000) > ms;
}

static bool is_too_late(void)
{
	u64 limit = hang_limit();
	u64 last = limit ? limit - limit / 6 : LAST_MS;

	return has_taken(worst_verdict < SCT_FAIL ? last : min_t(u64, last, FAILED_MS));
}

/* Nothing is said where there is a fail to tell. */
#define TOO_BUSY(fmt, ...) do {					\
	if (current_result->verdict == SCT_PASS)		\
		case_too_busy(fmt, ##__VA_ARGS__);		\
} while (0)

/* As many as that, or for a second if the host is busy; longer only for what is missing. */
#define PATCHES		10000
#define ENOUGH_MS	1000
/* So many of them at least a caller took before the next one came. */
#define TAKEN		200
/*
 * And so many of them had calls begin and end in their midst. If those came at any of an update's
 * 430 instructions alike, two 32-bit stores some 20 apart would be missed once in a million times.
 * On a busy host they do not, and 1,004 of them have missed such stores: suite step sees those for
 * certain.
 */
#define OVERLAPPED	300
/*
 * How often to look whether one was taken: hundreds of times as long as a call takes, and little if
 * all callers wait for a CPU of the host.
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

/* Patches `callers_key` to these in turn while the others call. */
static void patch_in_turn(const u64 *order, unsigned int n)
{
	u64 patches = 0, taken = 0, overlapped = 0;
	unsigned int stops = stop_count;
	bool enough = false;

	tlb_flush_broadcast = false;
	begin();
	while (callers_alive() && !calls_gone_wrong() && !is_too_late() &&
	       !(enough && (patches >= PATCHES || has_taken(ENOUGH_MS)))) {
		u64 during = calls_during_updates();

		taken += update_and_wait(order[patches++ % n]);
		overlapped += calls_during_updates() != during;
		/*
		 * Who stops the others for each update leaves nobody to call meanwhile; and an
		 * update that is one store to the key has no midst.
		 */
		enough = taken >= TAKEN && all_callers_saw_both() &&
			 (overlapped >= OVERLAPPED || stop_count - stops >= patches ||
			  !HAS_TRAMPOLINES);
	}
	cpus_stop();
	metric("patches", patches, "patches");
	metric("taken", taken, "patches");
	metric("overlapped", overlapped, "patches");
	for (unsigned int i = 1; i < cpu_count(); i++) {
		EXPECT_EQ(callers[i].at_mixed[0] + callers[i].at_mixed[1] + callers[i].elsewhere,
			  0);
		EXPECT_EQ(callers[i].stale, 0);
		metric("calls", callers[i].at_a + callers[i].at_b + callers[i].nowhere, "calls");
	}
	if (!enough)
		TOO_BUSY("of %lu patches a caller took %lu, and in the midst of %lu one called",
			 patches, taken, overlapped);
}

NEEDS(smp, patch_while_calling, NEED_HALVES);
/*
 * 10,000 patches while the others call: each call comes out at one of the two targets, never at an
 * address mixed of both; one that begins after a patch is done goes to the new one. Patches in a
 * tight loop would prove nothing, since the callers would see one of them: each patch waits a
 * little for a caller to take it. It goes on until 200 were taken and 300 had a call in their
 * midst.
 */
CASE(smp, patch_while_calling)
{
	struct targets targets;

	NEEDS_CPUS();
	if (!map_targets(&targets) || !callers_reach(targets.a) || !callers_start(&targets))
		return;
	patch_in_turn((const u64[]){ targets.b, targets.a }, 2);
}

NEEDS(smp, patch_to_null_while_calling, NEED_HALVES);
NEEDS_OF(smp, patch_to_null_while_calling, NEED_FETCH, callers_key);
/* The same with NULL and RET0 among the targets: a call then comes back, and has done nothing. */
CASE(smp, patch_to_null_while_calling)
{
	struct targets targets;

	NEEDS_CPUS();
	if (!map_targets(&targets) || !callers_reach(targets.a) || !callers_start(&targets))
		return;
	patch_in_turn((const u64[]){ 0, targets.b, (u64)__static_call_return0, targets.a }, 4);
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
 * of milliseconds on a busy host, where fewer are no verdict. Suite step has them at each
 * instruction.
 */
#define OVERLAPS	20

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

static void expect_overlaps(u64 overlaps)
{
	if (overlaps < OVERLAPS)
		TOO_BUSY("the other CPU finished an update during %lu of this one's", overlaps);
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
	begin();
	for (u64 i = 0; overlaps < OVERLAPS && !wrong && cpu_running(1) && !is_too_late(); i++) {
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
	expect_overlaps(overlaps);
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

NEEDS_OF(smp, patch_same_key, NEED_FETCH, smp_shared);
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
	begin();
	for (i = 0; overlaps < OVERLAPS && !wrong && cpu_running(1) && !is_too_late(); i++) {
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
	expect_overlaps(overlaps);
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

	/* Whatever it shows: what is writable as it is gets written through it, too. */
	if (map->va == fix_to_virt(FIX_TEXT_POKE0))
		WRITE_ONCE(walker->sightings, walker->sightings + 1);
	else if (is_writable_alias(map))
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

NEEDS(smp, window_is_the_only_one, NEED_MAPPINGS);
NEEDS(smp, window_is_the_only_one, NEED_PATCHING);
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
	begin();
	while (((READ_ONCE(walker.sightings) < SIGHTINGS && shown) ||
		READ_ONCE(walker.walks) < WALKS) &&
	       !READ_ONCE(walker.forbidden) && cpu_running(1) && !is_too_late()) {
		static_call_update(smp_walked, updates++ % 2 ? smp_one : two);
		shown = stop_count - stops < updates;
	}
	cpus_stop();
	EXPECT_EQ(walker.forbidden, 0);
	if ((walker.sightings < SIGHTINGS && shown) || walker.walks < WALKS)
		TOO_BUSY("in %lu walks the other CPU saw the poke slot mapped %lu times",
			 walker.walks, walker.sightings);
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

	while (READ_ONCE(looker->looks) < looks + 2 && cpu_running(1) && !is_too_late())
		barrier();
}

#define ROUNDS 8

NEEDS(smp, window_closes_on_every_cpu, NEED_MAPPINGS);
NEEDS(smp, window_closes_on_every_cpu, NEED_PATCHING);
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
	begin();
	for (unsigned int i = 0; i < ROUNDS && cpu_running(1); i++) {
		u64 loads = READ_ONCE(looker.loads);

		__set_fixmap(FIX_TEXT_POKE0, ALIGN_DOWN(__pa_symbol(_srodata), PAGE_SIZE),
			     PAGE_KERNEL_RO);
		while (READ_ONCE(looker.loads) == loads && cpu_running(1) && !is_too_late())
			barrier();
		static_call_update(smp_window, i % 2 ? smp_one : two);
		/* The look that is under way may have begun before. */
		await_looks(&looker);
		loads = READ_ONCE(looker.loads);
		await_looks(&looker);
		if (is_too_late()) {
			TOO_BUSY("of %u rounds the other CPU was there for %u", ROUNDS, i);
			break;
		}
		EXPECT_EQ(READ_ONCE(looker.loads), loads);
	}
	cpus_stop();
}
