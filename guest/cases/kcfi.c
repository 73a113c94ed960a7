// SPDX-License-Identifier: GPL-2.0-only
/*
 * Static calls in a kernel with kCFI. What the same calls come to without a trampoline the controls
 * kcfi_generic* show. A call of a trampoline is a direct one, of which nothing is checked.
 */
#include <linux/kernel.h>
#include <sct/case.h>
#include <sct/cfi.h>
#include <sct/needs.h>
#include <sct/static_call.h>
#include "kcfi_keys.h"
#include "kcfi_types.h"

NEEDS_SUITE(kcfi, NEED_KCFI);

/* RET0 of any type is called and returns 0: what the generic flavour fails in. */
CASE(kcfi, ret0)
{
	u64 result = 1;

	EXPECT_NO_FAULT(result = static_call(kcfi_zero_u64)(1));
	EXPECT_EQ(result, 0);
	EXPECT_NO_FAULT(result = (u64)static_call(kcfi_zero_int)(1, 2, 3));
	EXPECT_EQ(result, 0);
	EXPECT_NO_FAULT(result = (u64)static_call(kcfi_zero_pointer)((void *)1));
	EXPECT_EQ(result, 0);
	EXPECT_NO_FAULT(result = static_call(kcfi_zero_bool)(1, 1));
	EXPECT_EQ(result, 0);
}

/* So is NULL, from the beginning and again: the other call that the generic flavour fails in. */
CASE(kcfi, null)
{
	kcfi_noted = 0;
	EXPECT_NO_FAULT(static_call_cond(kcfi_nothing)(1));
	EXPECT_EQ(kcfi_noted, 0);
	static_call_update(kcfi_nothing, kcfi_note);
	EXPECT_NO_FAULT(static_call_cond(kcfi_nothing)(2));
	EXPECT_EQ(kcfi_noted, 2);
	static_call_update(kcfi_nothing, NULL);
	EXPECT_NO_FAULT(static_call_cond(kcfi_nothing)(3));
	EXPECT_EQ(kcfi_noted, 2);
}

/*
 * A target of another type than the key's is called like any other: the update writes what it is
 * told, and no call asks for types. So the trampoline takes away a check that the generic flavour
 * has; static_call_update() compares types when it is compiled. Where there are none, the call is
 * refused.
 */
CASE(kcfi, update_to_another_type)
{
	u64 result = 0;

	kcfi_noted = 0;
	static_call_update(kcfi_set, (__typeof__(&kcfi_u64))(void *)kcfi_pointer);
	if (!HAS_TRAMPOLINES) {
		EXPECT_CFI(kcfi_pointer, kcfi_u64, static_call(kcfi_set)(41));
		static_call_update(kcfi_set, kcfi_u64);
		return;
	}
	EXPECT_NO_FAULT(result = static_call(kcfi_set)(41));
	EXPECT_EQ(result, 42);
	static_call_update(kcfi_set, (__typeof__(&kcfi_u64))(void *)kcfi_note);
	EXPECT_NO_FAULT(static_call(kcfi_set)(43));
	EXPECT_EQ(kcfi_noted, 43);
	static_call_update(kcfi_set, kcfi_u64);
}

#define HINT_BTI_C	0xd503245f
#define HINT_PACIASP	0xd503233f

static bool is_landing_pad(const void *function)
{
	u32 first = *(const u32 *)function;

	return first == HINT_BTI_C || first == HINT_PACIASP;
}

static noinline u64 calls_on(u64 x)
{
	u64 (*volatile next)(u64) = kcfi_u64;

	return next(x) + 1;
}

/*
 * A target that was compiled with kCFI has a type word, and behind it the landing pad at which it
 * is entered: a leaf, and one that signs its return address and makes an indirect call itself.
 */
CASE(kcfi, compiled_target)
{
	u64 result = 0;

	EXPECT_EQ(cfi_type_of(calls_on), cfi_type_of(kcfi_u64));
	EXPECT(cfi_type_of(kcfi_u64) != cfi_type_of(kcfi_int));
	EXPECT(is_landing_pad(kcfi_u64) && is_landing_pad(calls_on));
	EXPECT_NO_FAULT(result = static_call(kcfi_set)(40));
	EXPECT_EQ(result, 41);
	static_call_update(kcfi_set, calls_on);
	EXPECT_NO_FAULT(result = static_call(kcfi_set)(40));
	EXPECT_EQ(result, 42);
	static_call_update(kcfi_set, kcfi_u64);
}

NEEDS(kcfi, type_word_is_not_executed, NEED_TRAMPOLINE);
/* The words before a target's entry are no instructions, and never executed: these would trap. */
CASE(kcfi, type_word_is_not_executed)
{
	u64 result = 0;

	static_call_update(kcfi_set, kcfi_trap_before);
	EXPECT_NO_FAULT(result = static_call(kcfi_set)(41));
	EXPECT_EQ(result, 42);
	static_call_update(kcfi_set, kcfi_u64);
}

/* Stubs with a type word are targets like any other. */
CASE(kcfi, typed_stub)
{
	u64 result = 1;

	static_call_update(kcfi_set, kcfi_stub_u64);
	EXPECT_NO_FAULT(result = static_call(kcfi_set)(41));
	EXPECT_EQ(result, 0);
	static_call_update(kcfi_set, kcfi_u64);
}

NEEDS(kcfi, trampoline_by_pointer, NEED_TRAMPOLINE);
/*
 * Called by C through a pointer, a trampoline is refused unless a type word lies before it. Neither
 * is wrong, since no kernel calls it so: which it is, is said. It is called right or refused.
 */
CASE(kcfi, trampoline_by_pointer)
{
	__typeof__(&kcfi_u64) volatile by_pointer = STATIC_CALL_TRAMP_PTR(kcfi_set);
	struct cfi_failure failure;
	struct fault fault;
	u64 result = 0;

	fault = CATCH(result = by_pointer(41));
	if (cfi_failure_of(&fault, &failure)) {
		EXPECT_EQ(failure.target, STATIC_CALL_TRAMP_ADDR(kcfi_set));
		SKIP("kCFI refuses a call of C through the trampoline's address: it has no type word");
	}
	EXPECT_EQ(fault.kind, FAULT_NONE);
	EXPECT_EQ(result, 42);
}
