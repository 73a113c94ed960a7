// SPDX-License-Identifier: GPL-2.0-only
/*
 * NULL and RET0 in code that Linux's own Makefile has compiled, with Linux's own macros. With kCFI
 * the generic flavour calls a function of another type there, and traps; trampolines are for that.
 */
#include <linux/kernel.h>
#include <sct/case.h>
#include <sct/cfi.h>
#include <sct/module.h>
#include <sct/needs.h>
#include <sct/started.h>
#include <sct/static_call.h>
#include "linux_keys.h"

static void expect_refused(const char *file, int line, const struct fault *fault)
{
	struct cfi_failure failure;

	if (fault->kind == FAULT_NONE)
		case_fail(file, line, "kCFI was expected to refuse the call, and let it pass");
	else if (!cfi_failure_of(fault, &failure))
		case_fail(file, line, "kCFI was expected to refuse the call, got ESR 0x%lx",
			  fault->esr);
}

/* The bug: the generic flavour's NULL call calls a function of another type, which kCFI refuses. */
CASE(linux, generic_null_is_refused)
{
	struct fault fault;

	if (!started->checks_types)
		SKIP("this kernel checks no types");
	fault = CATCH(generic_calls_null());
	expect_refused(__FILE__, __LINE__, &fault);
}

/* The bug again: so does the generic flavour's RET0 call, unless its type should be the same. */
CASE(linux, generic_ret0_is_refused)
{
	struct fault fault;

	if (!started->checks_types)
		SKIP("this kernel checks no types");
	fault = CATCH(generic_calls_ret0(1));
	expect_refused(__FILE__, __LINE__, &fault);
}

NEEDS(linux, null_by_trampoline, NEED_TRAMPOLINE);
/* By its trampoline a NULL call does nothing, before it has had a target and after. */
CASE(linux, null_by_trampoline)
{
	EXPECT_NO_FAULT(peer_calls_null(1));
	EXPECT_EQ(peer_noted(), 0);
	EXPECT_NO_FAULT(peer_updates_null(peer_note));
	EXPECT_NO_FAULT(peer_calls_null(2));
	EXPECT_EQ(peer_noted(), 2);
	EXPECT_NO_FAULT(peer_updates_null(NULL));
	EXPECT_NO_FAULT(peer_calls_null(4));
	EXPECT_EQ(peer_noted(), 0);
}

NEEDS(linux, ret0_by_trampoline, NEED_TRAMPOLINE);
/* By its trampoline a RET0 call gives 0. */
CASE(linux, ret0_by_trampoline)
{
	unsigned long result = 1;

	EXPECT_NO_FAULT(result = peer_calls_ret0(5));
	EXPECT_EQ(result, 0);
}
