// SPDX-License-Identifier: GPL-2.0-only
/* Beside a subject's transform: what its design has, told from a trampoline. */
#include <linux/kernel.h>
#include <linux/stddef.h>
#include <sct/cpu.h>
#include <sct/needs.h>
#include <sct/tramp.h>

static bool has_load(const void *tramp)
{
	struct tramp_load load;

	return tramp_find_load(tramp, &load);
}

/* Where there is one CPU, none of the others fetches anything. */
static bool is_fetched(const void *tramp)
{
	return cpu_count() < 2 || tramp_is_fetched(tramp);
}

static const struct {
	enum sct_need need;
	bool (*met_by)(const void *tramp);
	const char *lack;
} designs[] = {
	{ NEED_LOAD, has_load, "the trampoline has no ADRP and LDR" },
	{ NEED_FETCH, is_fetched,
	  "not judged here: code is patched while others execute it, and QEMU may keep what it has "
	  "translated" },
};

const char *design_lacks(enum sct_need need, const void *tramp)
{
	for (unsigned int i = 0; tramp && i < ARRAY_SIZE(designs); i++) {
		if (designs[i].need == need && !designs[i].met_by(tramp))
			return designs[i].lack;
	}
	return NULL;
}
