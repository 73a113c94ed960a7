/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The kernel's counters: perf_event_open(2), as much of include/uapi/linux/perf_event.h as is used
 * here.
 */
#ifndef _SCT_PERF_H
#define _SCT_PERF_H

#include <linux/kernel.h>
#include <linux/types.h>

#define PERF_TYPE_HARDWARE		0
#define PERF_TYPE_HW_CACHE		3

/* Of PERF_TYPE_HARDWARE: the driver finds the event that the CPU has for each. */
#define PERF_COUNT_HW_CPU_CYCLES	0
#define PERF_COUNT_HW_INSTRUCTIONS	1
#define PERF_COUNT_HW_BRANCH_MISSES	5

/* PERF_FORMAT_TOTAL_TIME_ENABLED and _RUNNING: for how long it was wanted, and counted. */
#define PERF_FORMAT_TIMES		3
#define PERF_FORMAT_GROUP		BIT(3)

/* Flags of an event. */
#define PERF_DISABLED			BIT(0)
#define PERF_PINNED			BIT(2)

/*
 * Counts an event of this thread, at EL0 alone, in the group of `leader`; -1: it leads one. Returns
 * a file descriptor, or a negative errno.
 */
long perf_open(u32 type, u64 config, u64 read_format, u64 flags, long leader);

#endif
