// SPDX-License-Identifier: GPL-2.0-only
/*
 * In place of a subject's transform where the subject has none: its calls load the key themselves.
 * The harness compiles this file for such a subject alone, and knows it by `sct_no_trampolines`.
 */
#include <linux/bug.h>
#include <linux/compiler.h>
#include <linux/stddef.h>
#include <sct/needs.h>

void arch_static_call_transform(void *site, void *tramp, void *func, bool tail);

const char sct_no_trampolines[] __used =
	"no trampoline: each call loads its target from the key, and calls it";

void arch_static_call_transform(void *site __maybe_unused, void *tramp __maybe_unused,
				void *func __maybe_unused, bool tail __maybe_unused)
{
	BUG();
}

const char *design_lacks(enum sct_need need, const void *tramp __maybe_unused)
{
	if (need == NEED_PATCHING)
		return "nothing is patched: an update is one store to the key";
	return need == NEED_TRAMPOLINE ? sct_no_trampolines : NULL;
}
