// SPDX-License-Identifier: GPL-2.0-only
/* perf_event_open(2). */
#include <sct/linux.h>
#include <sct/perf.h>

/* struct perf_event_attr, up to what was there first (PERF_ATTR_SIZE_VER0). */
struct event {
	u32 type, size;
	u64 config, period, sample_type, read_format, flags;
	u32 wakeup, bp_type;
	u64 bp_address;
};
#define EXCLUDE_KERNEL	BIT(5)
#define EXCLUDE_HV	BIT(6)

long perf_open(u32 type, u64 config, u64 read_format, u64 flags, long leader)
{
	const struct event event = {
		.type = type,
		.size = sizeof(event),
		.config = config,
		.read_format = read_format,
		.flags = flags | EXCLUDE_KERNEL | EXCLUDE_HV,
	};

	return linux_call(SYS_PERF_EVENT_OPEN, &event, 0, -1, leader, 0);
}
