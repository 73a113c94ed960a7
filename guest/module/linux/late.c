// SPDX-License-Identifier: GPL-2.0-only
/*
 * A module that comes while the cases run, updates keys from its init, lends a function to the
 * peer's key, and goes again.
 */
#include <linux/module.h>
#include <linux/static_call.h>
#include <linux/uaccess.h>
#include "glue.h"
#include "keys/linux_keys.h"

static unsigned long lookup;
module_param(lookup, ulong, 0);
MODULE_PARM_DESC(lookup, "the address of kallsyms_lookup_name()");
static bool forgets;
module_param(forgets, bool, 0);
MODULE_PARM_DESC(forgets, "leave the peer's key as it is when this module goes");

extern const u64 module_rodata_start[], module_rodata_end[];

static noinline unsigned long late_one(unsigned long x)
{
	return x + 21;
}

static noinline unsigned long late_two(unsigned long x)
{
	return x + 22;
}

DEFINE_STATIC_CALL(late, late_one);

static unsigned long late_updates(bool again)
{
	static_call_update(late, again ? late_one : late_two);
	return static_call(late)(100);
}

/* Whether a write to the literal is refused: 1, 0, or -1 if there is none in .rodata. */
static int literal_is_read_only(lookup_fn *look_up)
{
	/* Exported to no module. */
	typeof(&copy_to_kernel_nofault) write = (void *)look_up("copy_to_kernel_nofault");
	u64 value = (u64)late_one;

	for (const u64 *word = module_rodata_start; word < module_rodata_end; word++)
		if (*word == value)
			return write((void *)word, &value, sizeof(value)) ? 1 : 0;
	return -1;
}

static int __init late_init(void)
{
	if (!lookup)
		return -EINVAL;
	helpers_init((lookup_fn *)lookup);
	late_report.read_only = literal_is_read_only((lookup_fn *)lookup);
	late_report.first = static_call(late)(100);
	late_report.second = late_updates(false);
	late_report.update = late_updates;
	late_report.target = late_one;
	static_call_update(lent, late_one);
	late_report.lent = static_call(lent)(100);
	return 0;
}

static void __exit late_exit(void)
{
	if (!forgets)
		static_call_update(lent, peer_one);
}

module_init(late_init);
module_exit(late_exit);

MODULE_DESCRIPTION("sct: what comes and goes while the cases of suite linux run");
MODULE_LICENSE("GPL");
