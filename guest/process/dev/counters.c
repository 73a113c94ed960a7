// SPDX-License-Identifier: GPL-2.0-only
/* The performance counters, as far as the kernel lets a process have them: perf_event_open(2). */
#include <linux/kernel.h>
#include <linux/printk.h>
#include <sct/el0.h>
#include <sct/linux.h>
#include <sct/pmu.h>

/* struct perf_event_attr, up to what was there first (PERF_ATTR_SIZE_VER0). */
struct event {
	u32 type, size;
	u64 config, period, sample_type, read_format, flags;
	u32 wakeup, bp_type;
	u64 bp_address;
};
#define PERF_TYPE_HARDWARE	0
#define EXCLUDE_KERNEL		BIT(5)
#define EXCLUDE_HV		BIT(6)

_Static_assert(EL0_CYCLES == 0 && EL0_INSTRUCTIONS == 1, "read_counter.S");

static long fds[] = { [EL0_CYCLES] = -1, [EL0_INSTRUCTIONS] = -1 };

static long open_counter(enum el0_counter counter)
{
	/* PERF_COUNT_HW_CPU_CYCLES is 0, PERF_COUNT_HW_INSTRUCTIONS 1. */
	const struct event event = {
		.type = PERF_TYPE_HARDWARE,
		.size = sizeof(event),
		.config = counter,
		.flags = EXCLUDE_KERNEL | EXCLUDE_HV,
	};

	return linux_call(SYS_PERF_EVENT_OPEN, &event, 0, -1, -1, 0);
}

u64 el0_counter(enum el0_counter counter)
{
	u64 value = 0;

	linux_call(SYS_READ, fds[counter], &value, sizeof(value));
	return value;
}

/* Whether cycles are counted: a counter that never moves is none. */
bool pmu_init(void)
{
	u64 before;

	if (fds[EL0_CYCLES] < 0)
		fds[EL0_CYCLES] = open_counter(EL0_CYCLES);
	if (fds[EL0_CYCLES] < 0)
		return false;
	before = el0_counter(EL0_CYCLES);
	return el0_counter(EL0_CYCLES) != before;
}

const char *pmu_lack(void)
{
	static char why[96];

	if (fds[EL0_CYCLES] >= 0)
		return "the kernel has a counter of cycles, but it counts nothing";
	snprintf(why, sizeof(why),
		 "the kernel lets this process count no cycles (perf_event_open: errno %ld%s)",
		 -fds[EL0_CYCLES],
		 fds[EL0_CYCLES] == -LINUX_EACCES ? ", kernel.perf_event_paranoid" : "");
	return why;
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
