// SPDX-License-Identifier: GPL-2.0-only
/* Notes each update of a static call on its way to the subject. */
#include <asm/memory.h>
#include <linux/compiler.h>
#include <linux/irqflags.h>
#include <linux/static_call_types.h>
#include <linux/string.h>
#include <sct/context.h>
#include <sct/updated.h>

void __wrap_arch_static_call_transform(void *site, void *tramp, void *func, bool tail);
void __real_arch_static_call_transform(void *site, void *tramp, void *func, bool tail);

/*
 * Several CPUs may be here at once: each writes a word of its own, unless they update the same key,
 * and of a group all write the same.
 */
void __wrap_arch_static_call_transform(void *site, void *tramp, void *func, bool tail)
{
	u64 at = ((u64)tramp - (u64)__static_call_text_start) / 4;

	/* One that is not in the image is its maker's business. */
	if (at < (u64)(static_call_updated_end - static_call_updated)) {
		WRITE_ONCE(static_call_updated[at], func ? (u64)func : UPDATED_TO_NULL);
		WRITE_ONCE(static_call_groups[at / UPDATED_GROUP], 1);
	}
	this_context()->came_masked = irqs_disabled();
	this_context()->updates++;
	__real_arch_static_call_transform(site, tramp, func, tail);
	this_context()->updates--;
}

static bool visit_group(u8 *group, bool (*visit)(const void *tramp, u64 func, void *arg), void *arg)
{
	u64 first = (u64)(group - static_call_groups) * UPDATED_GROUP;

	for (u64 at = first; at < first + UPDATED_GROUP; at++) {
		u64 func = READ_ONCE(static_call_updated[at]);

		if (func && !visit(__static_call_text_start + at * 4,
				   func == UPDATED_TO_NULL ? 0 : func, arg))
			return false;
	}
	return true;
}

bool for_each_updated(bool (*visit)(const void *tramp, u64 func, void *arg), void *arg)
{
	for (u8 *eight = static_call_groups; eight < static_call_groups_end; eight += 8) {
		if (!READ_ONCE(*(u64 *)eight))
			continue;
		for (u8 *group = eight; group < eight + 8; group++)
			if (*group && !visit_group(group, visit, arg))
				return false;
	}
	return true;
}

static bool stop_at(const void *tramp __maybe_unused, u64 func __maybe_unused,
		    void *arg __maybe_unused)
{
	return false;
}

bool any_updated(void)
{
	return !for_each_updated(stop_at, NULL);
}

void forget_updated(void)
{
	for (u8 *group = static_call_groups; group < static_call_groups_end; group++) {
		if (!*group)
			continue;
		memset(&static_call_updated[(u64)(group - static_call_groups) * UPDATED_GROUP], 0,
		       UPDATED_GROUP * sizeof(u64));
		*group = 0;
	}
}
