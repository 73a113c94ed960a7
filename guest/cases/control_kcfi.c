// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does the bench see what kCFI refuses? And why arm64 has these trampolines: static calls without
 * them are indirect calls, which kCFI checks, and two of their targets are of a type of their own.
 */
#include <asm/brk-imm.h>
#include <linux/stringify.h>
#include <sct/case.h>
#include <sct/cfi.h>
#include <sct/needs.h>
#include "kcfi_generic.h"
#include "kcfi_types.h"

typedef u64 u64_fn(u64 x);
typedef int int_fn(int a, int b, int c);

NEEDS(control, kcfi_wrong_type_traps, NEED_KCFI);
/* An indirect call traps where the function is of another type, and only there. */
CASE(control, kcfi_wrong_type_traps)
{
	u64_fn *volatile right = kcfi_u64;
	int_fn *volatile wrong = (int_fn *)(void *)kcfi_u64;
	u64 result = 0;

	EXPECT_NO_FAULT(result = right(41));
	EXPECT_EQ(result, 42);
	EXPECT_CFI(kcfi_u64, kcfi_int, wrong(1, 2, 3));
}

NEEDS(control, kcfi_wrong_failure_is_reported, NEED_KCFI);
/*
 * What expects a failed check takes no other: of another target, of another type, another BRK.
 */
CASE(control, kcfi_wrong_failure_is_reported)
{
	u64_fn *volatile right = kcfi_u64;
	int_fn *volatile wrong = (int_fn *)(void *)kcfi_u64;

	EXPECT(SCRATCH(EXPECT_CFI(kcfi_u64, kcfi_int, wrong(1, 2, 3))).verdict == SCT_PASS);
	EXPECT(SCRATCH(EXPECT_CFI(kcfi_u64, kcfi_u64, right(1))).verdict == SCT_FAIL);
	EXPECT(SCRATCH(EXPECT_CFI(kcfi_note, kcfi_int, wrong(1, 2, 3))).verdict == SCT_FAIL);
	EXPECT(SCRATCH(EXPECT_CFI(kcfi_u64, kcfi_u64, wrong(1, 2, 3))).verdict == SCT_FAIL);
	EXPECT(SCRATCH(EXPECT_CFI(kcfi_u64, kcfi_int,
				  ({ asm volatile("brk #" __stringify(BUG_BRK_IMM)); })))
		       .verdict == SCT_FAIL);
}

DEFINE_GENERIC_CALL(set, kcfi_u64, kcfi_u64);

NEEDS(control, kcfi_generic, NEED_KCFI);
/*
 * Without a trampoline a static call is an indirect one, with its check: it goes to functions of
 * the key's own type, and to no others, whoever has updated the key.
 */
CASE(control, kcfi_generic)
{
	u64 result = 0;

	EXPECT_NO_FAULT(result = generic_call(set)(41));
	EXPECT_EQ(result, 42);
	generic_call_update(set, kcfi_stub_u64);
	EXPECT_NO_FAULT(result = generic_call(set)(41));
	EXPECT_EQ(result, 0);
	generic_call_update(set, (void *)kcfi_int);
	EXPECT_CFI(kcfi_int, kcfi_u64, generic_call(set)(41));
	generic_call_update(set, kcfi_u64);
}

DEFINE_GENERIC_CALL_RET0(zero_u64, kcfi_u64);
DEFINE_GENERIC_CALL_RET0(zero_int, kcfi_int);
DEFINE_GENERIC_CALL_RET0(zero_pointer, kcfi_pointer);
DEFINE_GENERIC_CALL_RET0(zero_bool, kcfi_bool);
DEFINE_GENERIC_CALL_RET0(zero_long, __static_call_return0);

NEEDS(control, kcfi_generic_ret0, NEED_KCFI);
/*
 * The bug for which these trampolines were merged: RET0 is one function, `long (void)`, for keys of
 * any type, and where a static call is an indirect one, kCFI refuses it for every other type.
 */
CASE(control, kcfi_generic_ret0)
{
	long result = -1;

	EXPECT_CFI(__static_call_return0, kcfi_u64, generic_call(zero_u64)(1));
	EXPECT_CFI(__static_call_return0, kcfi_int, generic_call(zero_int)(1, 2, 3));
	EXPECT_CFI(__static_call_return0, kcfi_pointer, generic_call(zero_pointer)(NULL));
	EXPECT_CFI(__static_call_return0, kcfi_bool, generic_call(zero_bool)(1, 1));
	EXPECT_NO_FAULT(result = generic_call(zero_long)());
	EXPECT_EQ(result, 0);
}

DEFINE_GENERIC_CALL_NULL(nothing, kcfi_note);
DEFINE_GENERIC_CALL_NULL(nothing_at_all, generic_nop);

NEEDS(control, kcfi_generic_null, NEED_KCFI);
/* The same of NULL: what static_call_cond() calls then is `void (void)`, for keys of any type. */
CASE(control, kcfi_generic_null)
{
	EXPECT_CFI(generic_nop, kcfi_note, generic_call_cond(nothing)(1));
	EXPECT_NO_FAULT(generic_call_cond(nothing_at_all)());
	generic_call_update(nothing, kcfi_note);
	EXPECT_NO_FAULT(generic_call_cond(nothing)(2));
	EXPECT_EQ(kcfi_noted, 2);
	generic_call_update(nothing, NULL);
}

DEFINE_GENERIC_CALL(stub_u64, kcfi_u64, kcfi_stub_u64);
DEFINE_GENERIC_CALL(stub_int, kcfi_int, kcfi_stub_int);
DEFINE_GENERIC_CALL(stub_pointer, kcfi_pointer, kcfi_stub_pointer);
DEFINE_GENERIC_CALL(stub_bool, kcfi_bool, kcfi_stub_bool);

NEEDS(control, kcfi_typed_stubs, NEED_KCFI);
/*
 * What was proposed before the trampolines cures RET0, too: a stub for each type, with its type
 * word before it. It is right for its own type alone.
 */
CASE(control, kcfi_typed_stubs)
{
	u64 result = 1;

	EXPECT_NO_FAULT(result = generic_call(stub_u64)(1));
	EXPECT_EQ(result, 0);
	EXPECT_NO_FAULT(result = (u64)generic_call(stub_int)(1, 2, 3));
	EXPECT_EQ(result, 0);
	EXPECT_NO_FAULT(result = (u64)generic_call(stub_pointer)((void *)1));
	EXPECT_EQ(result, 0);
	EXPECT_NO_FAULT(result = generic_call(stub_bool)(1, 1));
	EXPECT_EQ(result, 0);
	generic_call_update(stub_int, (void *)kcfi_stub_u64);
	EXPECT_CFI(kcfi_stub_u64, kcfi_int, generic_call(stub_int)(1, 2, 3));
	generic_call_update(stub_int, kcfi_stub_int);
}
