// SPDX-License-Identifier: GPL-2.0-only
/*
 * A patch routine that the subject's header defines inline, as a function for who calls it by its
 * name. Built for such a subject alone.
 */
#define arch_static_call_transform	inline_transform
#include <linux/export.h>
#include <linux/static_call.h>
#undef arch_static_call_transform

void arch_static_call_transform(void *site, void *tramp, void *func, bool tail);

void arch_static_call_transform(void *site, void *tramp, void *func, bool tail)
{
	inline_transform(site, tramp, func, tail);
}
/* A module needs none: it has the inline one. */
EXPORT_SYMBOL_GPL(arch_static_call_transform);
