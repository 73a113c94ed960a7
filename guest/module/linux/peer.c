// SPDX-License-Identifier: GPL-2.0-only
/*
 * The peer: a module that is loaded before the one with the cases, with keys and targets of its
 * own, which that one calls and updates as any module does what another exports.
 */
#include <linux/module.h>
#include <linux/sort.h>
#include <linux/static_call.h>
#include "glue.h"
#include "keys/linux_keys.h"
#include "trace.h"

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
/* Without trampolines there is but the key, and Linux exports that. */
#ifndef CONFIG_HAVE_STATIC_CALL
#define EXPORT_STATIC_CALL_TRAMP_GPL	EXPORT_STATIC_CALL_GPL
#endif
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

DEFINE_STATIC_CALL(lent, peer_one);
EXPORT_STATIC_CALL_GPL(lent);

struct late_report late_report;
EXPORT_SYMBOL_GPL(late_report);

static unsigned long noted;

void peer_note(unsigned long x)
{
	noted += x;
}
EXPORT_SYMBOL_GPL(peer_note);

unsigned long peer_noted(void)
{
	unsigned long sum = noted;

	noted = 0;
	return sum;
}
EXPORT_SYMBOL_GPL(peer_noted);

unsigned long peer_count(unsigned long x)
{
	return x + 1;
}

DEFINE_STATIC_CALL_NULL(there_null, peer_note);
DEFINE_STATIC_CALL_RET0(there_ret0, peer_count);

void peer_calls_null(unsigned long x)
{
	static_call_cond(there_null)(x);
}
EXPORT_SYMBOL_GPL(peer_calls_null);

void peer_updates_null(void (*to)(unsigned long x))
{
	static_call_update(there_null, to);
}
EXPORT_SYMBOL_GPL(peer_updates_null);

unsigned long peer_calls_ret0(unsigned long x)
{
	return static_call(there_ret0)(x);
}
EXPORT_SYMBOL_GPL(peer_calls_ret0);

int peer_upwards(const void *a, const void *b)
{
	return *(const unsigned long *)a < *(const unsigned long *)b ? -1 : 1;
}
EXPORT_SYMBOL_GPL(peer_upwards);

int peer_downwards(const void *a, const void *b)
{
	return peer_upwards(b, a);
}
EXPORT_SYMBOL_GPL(peer_downwards);

DEFINE_STATIC_CALL(there_order, peer_upwards);
EXPORT_STATIC_CALL_GPL(there_order);

static int in_order(const void *a, const void *b)
{
	return static_call(there_order)(a, b);
}

void peer_sorts(unsigned long *values, unsigned long count)
{
	sort(values, count, sizeof(*values), in_order, NULL);
}
EXPORT_SYMBOL_GPL(peer_sorts);

#ifdef CONFIG_TRACEPOINTS
/* Its name is itself a macro, which these two would not look into. */
#define WITH_NAME(macro, ...) macro(__VA_ARGS__)
WITH_NAME(DEFINE_TRACE, SCT_PASSED, TP_PROTO(unsigned long x), TP_ARGS(x));
WITH_NAME(EXPORT_TRACEPOINT_SYMBOL_GPL, SCT_PASSED);

void peer_passes(unsigned long x)
{
	PASSED(trace)(x);
}
EXPORT_SYMBOL_GPL(peer_passes);

void peer_settles_passed(void)
{
	struct tracepoint *tp = &PASSED(__tracepoint);

	__static_call_update(tp->static_call_key, tp->static_call_tramp,
			     READ_ONCE(tp->static_call_key->func));
}
EXPORT_SYMBOL_GPL(peer_settles_passed);
#else
void peer_passes(unsigned long x)
{
}
EXPORT_SYMBOL_GPL(peer_passes);

void peer_settles_passed(void)
{
}
EXPORT_SYMBOL_GPL(peer_settles_passed);
#endif

static int __init peer_init(void)
{
	if (!lookup)
		return -EINVAL;
	helpers_init((lookup_fn *)lookup);
	return 0;
}
/* Nothing is to be undone, and without it the module would be there for good. */
static void __exit peer_exit(void)
{
}

module_init(peer_init);
module_exit(peer_exit);

MODULE_DESCRIPTION("sct: what the cases of suite linux call in another module");
MODULE_LICENSE("GPL");
