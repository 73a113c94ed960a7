// SPDX-License-Identifier: GPL-2.0-only
/* As far as the kernel lets a process count: perf_event_open(2), one group a pass. */
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/case.h>
#include <sct/linux.h>
#include <sct/perf.h>
#include <sct/process.h>
#include "../common/counters.h"

/* PERF_COUNT_HW_CACHE_*: which one, reads (0), and those that miss. */
#define MISSES_OF(cache)	((cache) | 1UL << 16)

/* The kernel knows which of its PMU's events these are; the first leads each group. */
static const struct event {
	const char *name;
	u32 type;
	u64 config;
} events[] = {
	{ "cycles", PERF_TYPE_HARDWARE, PERF_COUNT_HW_CPU_CYCLES },
	{ "instructions", PERF_TYPE_HARDWARE, PERF_COUNT_HW_INSTRUCTIONS },
	{ "mispredicts", PERF_TYPE_HARDWARE, PERF_COUNT_HW_BRANCH_MISSES },
	{ "l1i_refills", PERF_TYPE_HW_CACHE, MISSES_OF(1) },
	{ "l1d_refills", PERF_TYPE_HW_CACHE, MISSES_OF(0) },
	{ "itlb_refills", PERF_TYPE_HW_CACHE, MISSES_OF(4) },
	{ "dtlb_refills", PERF_TYPE_HW_CACHE, MISSES_OF(3) },
};

#define PASSES	2
static struct pass {
	long leader;
	unsigned int count;
	const char *names[PASS_EVENTS];
} passes[PASSES];
static unsigned int selected;

static long open_event(const struct event *event, long leader)
{
	return perf_open(event->type, event->config, PERF_FORMAT_GROUP | PERF_FORMAT_TIMES,
			 leader < 0 ? PERF_DISABLED | PERF_PINNED : 0, leader);
}

unsigned int counters_init(void)
{
	static bool known;
	static unsigned int used;
	unsigned int next = 1;

	if (known)
		return used;
	known = true;
	for (used = 0; used < PASSES && (next < ARRAY_SIZE(events) || !used); used++) {
		struct pass *pass = &passes[used];

		pass->leader = open_event(&events[0], -1);
		if (pass->leader < 0) {
			diag("cost events cycles=none errno=%ld", -pass->leader);
			break;
		}
		pass->names[pass->count++] = events[0].name;
		for (; next < ARRAY_SIZE(events) && pass->count < PASS_EVENTS; next++) {
			long fd = open_event(&events[next], pass->leader);

			if (fd < 0)
				diag("cost event name=%s errno=%ld", events[next].name, -fd);
			else
				pass->names[pass->count++] = events[next].name;
		}
	}
	used = max(used, 1U);
	diag("cost events cycles=%s passes=%u", passes[0].count ? "perf" : "none", used);
	return used;
}

bool counters_time(void)
{
	return true;
}

#define SYS_IOCTL	29
#define IOC_ENABLE	0x2400
#define IOC_DISABLE	0x2401
#define IOC_GROUP	1

/* One group at a time: a second one might find no counter free. */
void counters_select(unsigned int pass)
{
	if (passes[selected].count)
		linux_call(SYS_IOCTL, passes[selected].leader, IOC_DISABLE, IOC_GROUP);
	selected = pass;
	if (passes[pass].count)
		linux_call(SYS_IOCTL, passes[pass].leader, IOC_ENABLE, IOC_GROUP);
}

unsigned int counters_events(void)
{
	return passes[selected].count;
}

const char *counters_name(unsigned int event)
{
	return passes[selected].names[event];
}

/* What read(2) gives of a group: how many, for how long it was wanted and counted, the values. */
void counters_read(u64 *values)
{
	u64 group[3 + PASS_EVENTS];
	const struct pass *pass = &passes[selected];
	long size = (long)((3 + pass->count) * sizeof(u64));

	memset(group, 0, sizeof(group));
	if (!pass->count)
		return;
	/* One that was not counted all the time says nothing: the harness sees 0. */
	if (linux_call(SYS_READ, pass->leader, group, sizeof(group)) != size ||
	    group[1] != group[2])
		memset(group, 0, sizeof(group));
	for (unsigned int i = 0; i < pass->count; i++)
		values[i] = group[3 + i];
}

/* Where it is now, if it may stay there. Linux lets a thread ask for the CPUs that it may have. */
static bool pin(unsigned int *cpu)
{
	u64 mask[16] = { 0 }, one[16] = { 0 };
	long size = linux_call(SYS_SCHED_GETAFFINITY, 0, sizeof(mask), mask);

	/* The last one: on most phones a large core, and on none the one that interrupts go to. */
	for (int i = (int)(size / 8) * 64 - 1; size > 0 && i >= 0; i--) {
		if (!(mask[i / 64] & BIT(i % 64)))
			continue;
		one[i / 64] = BIT(i % 64);
		*cpu = (unsigned int)i;
		return linux_call(SYS_SCHED_SETAFFINITY, 0, sizeof(one), one) == 0;
	}
	return false;
}

#define SYS_UNAME	160
#define UNAME_FIELD	65

/* One word: a blank would end it. */
static const char *word(char *text)
{
	for (char *c = text; *c; c++)
		if (*c == ' ')
			*c = '_';
	return text;
}

void counters_describe(void)
{
	static char names[6][UNAME_FIELD];
	unsigned int cpu = 0;
	bool pinned = pin(&cpu);

	linux_call(SYS_UNAME, names);
	diag("cost place kind=process midr=0x%lx cntfrq=%lu interrupts=taken pinned=%s cpu=%u",
	     process_midr(), read_sysreg(cntfrq_el0), pinned ? "yes" : "no", cpu);
	diag("cost kernel name=%s release=%s", word(names[0]), word(names[2]));
}
