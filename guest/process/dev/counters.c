// SPDX-License-Identifier: GPL-2.0-only
/*
 * The performance counters, as far as the kernel lets a process have them: perf_event_open(2). What
 * it gives is one group, so that all of it is counted at the same time or not at all.
 */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <sct/el0.h>
#include <sct/linux.h>
#include <sct/perf.h>
#include <sct/pmu.h>

/* What a read gives, by PERF_FORMAT_TIMES. */
struct reading {
	u64 value, enabled, running;
};

_Static_assert(EL0_CYCLES == 0 && EL0_INSTRUCTIONS == 1 && EL0_MISSES == 2, "read_counter.S");
_Static_assert((int)PMU_CYCLES == EL0_CYCLES && (int)PMU_INSTRUCTIONS == EL0_INSTRUCTIONS &&
		       (int)PMU_MISSES == EL0_MISSES,
	       "a counter has one number");

/* A raw event may open and count nothing. No more than 4, which any CPU counts at once. */
static const u64 configs[PMU_COUNTERS] = {
	[PMU_CYCLES] = PERF_COUNT_HW_CPU_CYCLES,
	[PMU_INSTRUCTIONS] = PERF_COUNT_HW_INSTRUCTIONS,
	[PMU_MISSES] = PERF_COUNT_HW_BRANCH_MISSES,
};
static long fds[PMU_COUNTERS];
static bool opened;

static struct reading read_counter(enum pmu_counter counter)
{
	struct reading reading = {};

	linux_call(SYS_READ, fds[counter], &reading, sizeof(reading));
	return reading;
}

u64 el0_counter(enum el0_counter counter)
{
	return read_counter((enum pmu_counter)counter).value;
}

/* Whichever opens first leads the others. */
bool pmu_init(void)
{
	long leader = -1;

	for (enum pmu_counter counter = 0; counter < PMU_COUNTERS && !opened; counter++) {
		fds[counter] = perf_open(PERF_TYPE_HARDWARE, configs[counter], PERF_FORMAT_TIMES, 0,
					 leader);
		if (leader < 0 && fds[counter] >= 0)
			leader = fds[counter];
	}
	opened = true;
	for (enum pmu_counter counter = 0; counter < PMU_COUNTERS; counter++)
		if (fds[counter] >= 0)
			return true;
	return false;
}

/* What errno means here: perf_event_open(2). */
static const char *meaning(long errno)
{
	switch (errno) {
	case LINUX_EPERM:
		return "the kernel, or a sandbox, forbids it";
	case LINUX_EACCES:
		return "kernel.perf_event_paranoid, or a policy, forbids it";
	case LINUX_ENOENT:
		return "this CPU or its driver has no such event";
	case LINUX_EINVAL:
		return "it cannot be counted together with the others";
	case LINUX_ENODEV:
	case LINUX_EOPNOTSUPP:
		return "no driver for the counters of this CPU";
	case LINUX_ENOSYS:
		return "there is no such system call here";
	default:
		return "perf_event_open(2) says why";
	}
}

/* A counter that stands still is none. No branch need be predicted wrong between two looks. */
const char *pmu_why_not(enum pmu_counter counter)
{
	static char text[96];
	struct reading before, after;

	if (fds[counter] < 0) {
		snprintf(text, sizeof(text), "errno %ld: %s", -fds[counter],
			 meaning(-fds[counter]));
		return text;
	}
	before = read_counter(counter);
	after = read_counter(counter);
	if (!after.running || (counter != PMU_MISSES && after.value == before.value))
		return "the kernel has such a counter, but it counts nothing";
	if (after.running != after.enabled)
		return "others have the counters at times, so it is not counted all the while";
	return NULL;
}

const char *pmu_unlisted(void)
{
	return "what a process counts is not exact: interrupts add to it";
}

/* Interrupts add to what is counted: no number of instructions is exact here. */
bool pmu_lists(unsigned int event __maybe_unused)
{
	return false;
}
