// SPDX-License-Identifier: GPL-2.0-only
/* What a module has not, and why. */
#include <linux/kernel.h>
#include <sct/addresses.h>
#include <sct/cfi.h>
#include <sct/module.h>
#include <sct/needs.h>

static bool has_halves(void)
{
	return glue_has_addresses(ADDRESS_HIGH_1) && glue_has_addresses(ADDRESS_FIXMAP);
}

const char *runtime_lacks(enum sct_need need)
{
	static const char *const why[] = {
		[NEED_BOOT] =
			"Linux has booted before the module is loaded, by page tables of its own",
		[NEED_INTERRUPTS] = "a module gets no interrupt that a case could place exactly",
		[NEED_STEPS] = "Linux steps for its debuggers, not for a module",
		[NEED_PAGE_ATTRIBUTES] =
			"the page tables are Linux's: the bench does not read them",
		[NEED_MAPPINGS] =
			"the page tables are Linux's: the bench does not walk them, nor map where it likes",
		[NEED_UNGUARDED] = "Linux guards all of a module's code, or none",
		[NEED_LOW_RODATA] = "a module's read-only data lies above its code",
		[NEED_ONE_IMAGE] = "a module's code and its read-only data lie apart",
		[NEED_OWN_POKE] = "Linux's own routine writes: no case looks on, or makes it fail",
		[NEED_OWN_STACK] =
			"the stack is a task's of Linux, which panics where one runs over",
	};

	if (need == NEED_KCFI)
		return cfi_lack();
	if (need == NEED_HALVES)
		return has_halves() ? NULL : "this kernel maps no pages where a case needs them";
	return need < ARRAY_SIZE(why) ? why[need] : "a module has no such thing";
}

/* Without SHADOW_CALL_STACK x18 is a register like others, and Linux uses it. */
bool runtime_keeps_x18(void)
{
	return false;
}
