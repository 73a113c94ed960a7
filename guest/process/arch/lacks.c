// SPDX-License-Identifier: GPL-2.0-only
/* What a process has not, and why. */
#include <linux/kernel.h>
#include <sct/cfi.h>
#include <sct/needs.h>

const char *runtime_lacks(enum sct_need need)
{
	static const char *const why[] = {
		[NEED_BOOT] = "a process is loaded by the kernel, which made its page tables",
		[NEED_INTERRUPTS] = "a process has no interrupts that a case could place or mask",
		[NEED_STEPS] = "a process cannot step its own instructions",
		[NEED_PAGE_ATTRIBUTES] =
			"no kernel tells a process of each page whether it is guarded",
	};

	if (need == NEED_KCFI)
		return cfi_lack();
	return need < ARRAY_SIZE(why) ? why[need] : NULL;
}

bool runtime_keeps_x18(void)
{
	return true;
}
