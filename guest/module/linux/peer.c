// SPDX-License-Identifier: GPL-2.0-only
/*
 * The peer: a module that is loaded before the one with the cases, with keys and targets of its
 * own, which that one calls and updates as any module does what another exports.
 */
#include <linux/module.h>
#include <linux/static_call.h>
#include "glue.h"
#include "keys/linux_keys.h"

static unsigned long lookup;
module_param(lookup, ulong, 0);
MODULE_PARM_DESC(lookup, "the address of kallsyms_lookup_name()");

unsigned long peer_one(unsigned long x)
{
	return x + 11;
}
EXPORT_SYMBOL_GPL(peer_one);

unsigned long peer_two(unsigned long x)
{
	return x + 12;
}
EXPORT_SYMBOL_GPL(peer_two);

DEFINE_STATIC_CALL(there, peer_one);
EXPORT_STATIC_CALL_GPL(there);
DEFINE_STATIC_CALL(there_tramp, peer_one);
EXPORT_STATIC_CALL_TRAMP_GPL(there_tramp);

unsigned long peer_calls_there(unsigned long x)
{
	return static_call(there)(x);
}
EXPORT_SYMBOL_GPL(peer_calls_there);

unsigned long peer_calls_there_tramp(unsigned long x)
{
	return static_call(there_tramp)(x);
}
EXPORT_SYMBOL_GPL(peer_calls_there_tramp);

void peer_updates_there(linux_fn *to)
{
	static_call_update(there, to);
}
EXPORT_SYMBOL_GPL(peer_updates_there);

void peer_updates_there_tramp(linux_fn *to)
{
	static_call_update(there_tramp, to);
}
EXPORT_SYMBOL_GPL(peer_updates_there_tramp);

static int __init peer_init(void)
{
	if (!lookup)
		return -EINVAL;
	helpers_init((lookup_fn *)lookup);
	return 0;
}
module_init(peer_init);

MODULE_DESCRIPTION("sct: what the cases of suite linux call in another module");
MODULE_LICENSE("GPL");
