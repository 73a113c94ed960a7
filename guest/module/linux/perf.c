// SPDX-License-Identifier: GPL-2.0-only
/*
 * The CPU's counters are perf's: it says which event a counter counts, keeps others away from it,
 * and starts it. Who asks reads the counter itself, since a function of perf's would be in what is
 * counted. Of the CPU that runs the cases, whoever runs there.
 */
#include <linux/err.h>
#include <linux/kernel.h>
#include <linux/perf_event.h>
#include <sct/module.h>
#include "glue.h"

static struct perf_event *events[GLUE_COUNTERS];

int glue_count(unsigned int which, unsigned int event)
{
	struct perf_event_attr attr = {
		.type = PERF_TYPE_RAW,
		.size = sizeof(attr),
		.config = event,
		.pinned = 1,
		.exclude_user = 1,
	};
	struct perf_event *made;

	made = perf_event_create_kernel_counter(&attr, 0, NULL, NULL, NULL);
	if (IS_ERR(made))
		return (int)PTR_ERR(made);
	events[which] = made;
	return 0;
}

void glue_count_no_more(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(events); i++) {
		if (events[i])
			perf_event_release_kernel(events[i]);
		events[i] = NULL;
	}
}
