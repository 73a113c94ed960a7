// SPDX-License-Identifier: GPL-2.0-only
/*
 * Calls that cross a border of Linux's: who calls, whose the key is and whose the target, each of
 * vmlinux, this module and the peer, which is loaded before it and exports its keys.
 */
#include <linux/kernel.h>
#include <sct/case.h>
#include <sct/module.h>
#include <sct/needs.h>
#include <sct/static_call.h>
#include "linux_keys.h"

/* vmlinux's, by its own export. */
linux_fn int_sqrt;

noinline unsigned long here_one(unsigned long x)
{
	return x + 1;
}

noinline unsigned long here_two(unsigned long x)
{
	return x + 2;
}

static noinline unsigned long here_calls_here(unsigned long x)
{
	return static_call(here)(x);
}

static noinline unsigned long here_calls_there(unsigned long x)
{
	return static_call(there)(x);
}

static noinline unsigned long here_calls_there_tramp(unsigned long x)
{
	return static_call(there_tramp)(x);
}

static void here_updates_here(linux_fn *to)
{
	static_call_update(here, to);
}

static void here_updates_there(linux_fn *to)
{
	static_call_update(there, to);
}

struct crossing {
	linux_fn *call;
	void (*update)(linux_fn *to);
	linux_fn *first, *target;
	unsigned long given, result;
};

/*
 * A call after an update to the target, and after one back: whoever owns caller, key and target, it
 * is the target that is called. What is loaded first cannot link against what comes later, so that
 * the peer calls no key of this module's.
 */
static void check_crossing(const void *row)
{
	const struct crossing *crossing = row;
	unsigned long result = 0;

	EXPECT_NO_FAULT(crossing->update(crossing->target));
	EXPECT_NO_FAULT(result = crossing->call(crossing->given));
	EXPECT_EQ(result, crossing->result);
	EXPECT_NO_FAULT(crossing->update(crossing->first));
	EXPECT_NO_FAULT(result = crossing->call(crossing->given));
	EXPECT_EQ(result, crossing->first(crossing->given));
}

CASE_ROW(linux, call_by_here_key_of_here_to_here, check_crossing, struct crossing,
	 { here_calls_here, here_updates_here, here_one, here_two, 100, 102 });
CASE_ROW(linux, call_by_here_key_of_here_to_peer, check_crossing, struct crossing,
	 { here_calls_here, here_updates_here, here_one, peer_two, 100, 112 });
CASE_ROW(linux, call_by_here_key_of_here_to_vmlinux, check_crossing, struct crossing,
	 { here_calls_here, here_updates_here, here_one, int_sqrt, 100, 10 });
CASE_ROW(linux, call_by_here_key_of_peer_to_here, check_crossing, struct crossing,
	 { here_calls_there, here_updates_there, peer_one, here_two, 100, 102 });
CASE_ROW(linux, call_by_here_key_of_peer_to_peer, check_crossing, struct crossing,
	 { here_calls_there, here_updates_there, peer_one, peer_two, 100, 112 });
CASE_ROW(linux, call_by_here_key_of_peer_to_vmlinux, check_crossing, struct crossing,
	 { here_calls_there, here_updates_there, peer_one, int_sqrt, 100, 10 });
CASE_ROW(linux, call_by_peer_key_of_peer_to_here, check_crossing, struct crossing,
	 { peer_calls_there, peer_updates_there, peer_one, here_two, 100, 102 });
CASE_ROW(linux, call_by_peer_key_of_peer_to_peer, check_crossing, struct crossing,
	 { peer_calls_there, peer_updates_there, peer_one, peer_two, 100, 112 });
CASE_ROW(linux, call_by_peer_key_of_peer_to_vmlinux, check_crossing, struct crossing,
	 { peer_calls_there, peer_updates_there, peer_one, int_sqrt, 100, 10 });
/* Nobody but the peer may update what is exported without its key. */
CASE_ROW(linux, call_by_here_tramp_of_peer_to_here, check_crossing, struct crossing,
	 { here_calls_there_tramp, peer_updates_there_tramp, peer_one, here_two, 100, 102 });

/*
 * A key that is exported with its trampoline (EXPORT_STATIC_CALL): what another module updates, its
 * owner calls and asks for, and the other way round.
 */
CASE(linux, exported_with_key)
{
	EXPECT_EQ(static_call(there)(100), 111);
	EXPECT_NO_FAULT(static_call_update(there, here_one));
	EXPECT_EQ(peer_calls_there(100), 101);
	EXPECT(static_call_query(there) == (void *)here_one);
	EXPECT_NO_FAULT(peer_updates_there(peer_two));
	EXPECT_EQ(static_call(there)(100), 112);
	EXPECT(static_call_query(there) == (void *)peer_two);
	EXPECT_NO_FAULT(static_call_update(there, peer_one));
	EXPECT_EQ(peer_calls_there(100), 111);
}

NEEDS(linux, exported_without_key, NEED_TRAMPOLINE);
/*
 * A trampoline that is exported alone (EXPORT_STATIC_CALL_TRAMP): another module calls it, sees
 * what its owner updates, and finds no key to update it by.
 */
CASE(linux, exported_without_key)
{
	EXPECT(glue_is_exported("__SCT__there_tramp"));
	EXPECT(!glue_is_exported("__SCK__there_tramp"));
	EXPECT_EQ(static_call(there_tramp)(100), 111);
	EXPECT_NO_FAULT(peer_updates_there_tramp(peer_two));
	EXPECT_EQ(static_call(there_tramp)(100), 112);
	EXPECT_EQ(peer_calls_there_tramp(100), 112);
	EXPECT_NO_FAULT(peer_updates_there_tramp(peer_one));
	EXPECT_EQ(static_call(there_tramp)(100), 111);
}
