// SPDX-License-Identifier: GPL-2.0-only
/*
 * Targets and callers where modules lie, out of reach of BL and ADRP. The literal holds all 64 bits
 * of an address, so the target's place must not matter; and a caller that is too far away comes in
 * through a veneer's BR x16, so the trampoline is entered by an indirect branch.
 */
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <sct/addresses.h>
#include <sct/case.h>
#include <sct/features.h>
#include <sct/needs.h>
#include <sct/static_call.h>
#include "far.h"
#include "far_keys.h"
#include "led_key.h"
#include "tramp.h"

NEEDS_SUITE(far, NEED_MAPPINGS);

noinline u64 near_target(u64 x)
{
	return x + 1;
}

/*
 * Where to: from the image, so that a moved one has its neighbours too, or at either end of what
 * the kernel's half of the tables can map.
 */
struct place {
	bool from_image;
	s64 offset;
};

#define ABOVE_256M	{ true, 0x10000000 }
#define ABOVE_8G	{ true, 0x200000000 }
#define BELOW_256M	{ true, -0x10000000 }
#define BELOW_8G	{ true, -0x200000000 }
#define BOTTOM		{ false, (s64)ADDRESS_BOTTOM }
#define TOP		{ false, (s64)ADDRESS_TOP }

static const struct place above_8g = ABOVE_8G;
static const struct place below_8g = BELOW_8G;
/* Nothing guarded is ever mapped here: QEMU keeps what it first knew of a page's GP bit. */
static const struct place unguarded = { true, 0x400000000 };

static u64 address_of(const struct place *place)
{
	return (place->from_image ? (u64)_text : 0) + (u64)place->offset;
}

/* Maps the page of far.S there; false, and the case has failed, if that cannot be done. */
static bool map_far(const struct place *place, u64 gp)
{
	bool mapped = map_page(address_of(place), __pa_symbol(far_page), PAGE_KERNEL_ROX | gp);

	EXPECT(mapped);
	return mapped;
}

static u64 guard_bit(void)
{
	return cpu_has_bti() ? PTE_GP : 0;
}

/* A function of far.S where the page is mapped. */
static far_fn *far(const struct place *place, far_fn *function)
{
	return (far_fn *)(address_of(place) + ((u64)function - (u64)far_page));
}

LED_KEY(far_key, static_call);
/* One that no other case leads anywhere. */
LED_KEY(far_below, static_call);

/*
 * From one module into another whose address has the same lower half: who compares or stores no
 * more of it takes the two for one.
 */
static void expect_told_apart(const struct led_key *key, const struct place *place)
{
	s64 further = place->offset < 0 ? -(s64)BIT(32) : (s64)BIT(32);
	const struct place other = { place->from_image, place->offset + further };
	far_fn *first = far(place, far_says_where), *second = far(&other, far_says_where);
	u64 result = 0;

	if (!map_far(&other, guard_bit()))
		return;
	key->update(first);
	EXPECT_NO_FAULT(result = key->call(1));
	EXPECT_EQ(result, first);
	key->update(second);
	EXPECT_NO_FAULT(result = key->call(1));
	EXPECT_EQ(result, second);
}

static void expect_reached(const struct led_key *key, const struct place *place)
{
	far_fn *target = far(place, far_bti_c);
	const u64 *literal;
	u64 result = 0;

	if (!map_far(place, guard_bit()))
		return;
	key->update(target);
	literal = HAS_TRAMPOLINES ? tramp_find_literal(key->tramp, (u64)target) : NULL;
	if (literal)
		EXPECT_EQ(*literal, target);
	EXPECT_NO_FAULT(result = key->call(1));
	EXPECT_EQ(result, 1 + FAR_TARGET);
	/* Not where code that is patched may reach one and not the other. */
	if (place->from_image && (place->offset >= (s64)BIT(32) || place->offset <= -(s64)BIT(32)))
		expect_told_apart(key, place);
	key->update(near_target);
	EXPECT_EQ(key->call(1), 2);
}

/*
 * A target as far away as modules get, in both directions: as near as 256 MiB its address shares
 * its upper half with the image's.
 */
static void check_target(const void *row)
{
	expect_reached(&far_key, row);
}

/* The same of a key that led nowhere else before. */
static void check_first_target(const void *row)
{
	expect_reached(&far_below, row);
}

CASE_ROW(far, target_above_256m, check_target, struct place, ABOVE_256M);
CASE_ROW(far, target_above_8g, check_target, struct place, ABOVE_8G);
CASE_ROW(far, target_below_256m, check_first_target, struct place, BELOW_256M);
CASE_ROW(far, target_below_8g, check_target, struct place, BELOW_8G);
/* The least that a 48-bit kernel address can be: bit 47 is clear. */
CASE_ROW(far, target_at_bottom, check_target, struct place, BOTTOM);
/* Nearly the greatest: it differs from the image's in most of the bits that an address has. */
CASE_ROW(far, target_at_top, check_target, struct place, TOP);

#ifdef CONFIG_CFI
NEEDS(far, target_with_lower_half_0, NEED_TRAMPOLINE);
#endif
/* An address with a lower half of 0 is no NULL: who looks at no more of it takes it for that. */
CASE(far, target_with_lower_half_0)
{
	static const struct place place = { false, (s64)ADDRESS_HIGH_1 };
	far_fn *target = far(&place, far_first);
	u64 result = 0;

	EXPECT_EQ((u32)(u64)target, 0);
	if (!map_far(&place, guard_bit()))
		return;
	static_call_update(far_key, target);
	EXPECT_NO_FAULT(result = static_call(far_key)(1));
	EXPECT_EQ(result, 1 + FAR_FIRST);
	static_call_update(far_key, near_target);
}

/*
 * From one module to another one and back: where the far target of before was written must be
 * written again, as often as it takes.
 */
CASE(far, one_target_after_another)
{
	static const struct place above = ABOVE_256M, below = BELOW_256M;
	far_fn *const targets[] = { far(&above, far_says_where), far(&below, far_says_where),
				    far(&above, far_says_where) };

	if (!map_far(&above, guard_bit()) || !map_far(&below, guard_bit()))
		return;
	for (u64 i = 0; i < ARRAY_SIZE(targets) && current_result->verdict == SCT_PASS; i++) {
		u64 result = 0;

		static_call_update(far_key, targets[i]);
		EXPECT_NO_FAULT(result = static_call(far_key)(i));
		EXPECT_EQ(result, targets[i]);
	}
	static_call_update(far_key, near_target);
}

struct pad_row {
	far_fn *target;
	u64 btype;
	u64 without; /* a trampoline: of the call's own BLR */
};

/*
 * A module's function without a landing pad traps there, at its own address: BTYPE is that of the
 * trampoline's BR x16, as near by (suite bti). And every landing pad that takes a BR x16 takes it
 * there, too.
 */
static void check_pad(const void *arg)
{
	const struct pad_row *row = arg;
	far_fn *target = far(&above_8g, row->target);
	u64 result = 0, btype = HAS_TRAMPOLINES ? row->btype : row->without;

	if (!map_far(&above_8g, guard_bit()))
		return;
	static_call_update(far_key, target);
	if (btype && cpu_has_bti()) {
		EXPECT_BTI(btype, target, static_call(far_key)(2));
	} else {
		EXPECT_NO_FAULT(result = static_call(far_key)(2));
		EXPECT_EQ(result, 2 + FAR_TARGET);
	}
	static_call_update(far_key, near_target);
}

CASE_ROW(far, pad_plain, check_pad, struct pad_row, { far_plain, 1, 2 });
CASE_ROW(far, pad_nop, check_pad, struct pad_row, { far_nop, 1, 2 });
CASE_ROW(far, pad_bti, check_pad, struct pad_row, { far_bti, 1, 2 });
CASE_ROW(far, pad_bti_c, check_pad, struct pad_row, { far_bti_c, 0, 0 });
CASE_ROW(far, pad_bti_j, check_pad, struct pad_row, { far_bti_j, 0, 2 });
CASE_ROW(far, pad_bti_jc, check_pad, struct pad_row, { far_bti_jc, 0, 0 });
CASE_ROW(far, pad_paciasp, check_pad, struct pad_row, { far_paciasp, 0, 0 });
CASE_ROW(far, pad_pacibsp, check_pad, struct pad_row, { far_pacibsp, 0, 0 });

/* It is GP that makes a far target trap: the same one lands in a page without it. */
CASE(far, unguarded_page_does_not_trap)
{
	u64 result = 0;

	if (!map_far(&unguarded, 0))
		return;
	static_call_update(far_key, far(&unguarded, far_plain));
	EXPECT_NO_FAULT(result = static_call(far_key)(3));
	EXPECT_EQ(result, 3 + FAR_TARGET);
	static_call_update(far_key, near_target);
}

/*
 * A module's call, through its loader's PLT: the trampoline must be a landing pad, its target
 * returns to the module, from near and from far, and one without a landing pad traps there and not
 * on the way.
 */
static void check_caller(const void *row)
{
	const struct place *place = row;
	far_fn *caller = far(place, far_calls_key);
	u64 result = 0;

	if (!map_far(place, guard_bit()))
		return;
	EXPECT_NO_FAULT(result = caller(4));
	EXPECT_EQ(result, 5 + FAR_CALLER);
	static_call_update(far_key, far(place, far_bti_c));
	EXPECT_NO_FAULT(result = caller(4));
	EXPECT_EQ(result, 4 + FAR_TARGET + FAR_CALLER);
	static_call_update(far_key, far(place, far_plain));
	if (cpu_has_bti())
		EXPECT_BTI(STATIC_CALL_BTYPE, far(place, far_plain), caller(4));
	else
		EXPECT_NO_FAULT(caller(4));
	static_call_update(far_key, near_target);
}

CASE_ROW(far, caller_above_256m, check_caller, struct place, ABOVE_256M);
CASE_ROW(far, caller_above_8g, check_caller, struct place, ABOVE_8G);
CASE_ROW(far, caller_below_256m, check_caller, struct place, BELOW_256M);
CASE_ROW(far, caller_below_8g, check_caller, struct place, BELOW_8G);

/*
 * From a module into the kernel and on into another module: no link of the chain is in reach of the
 * next one.
 */
CASE(far, caller_to_another_module)
{
	u64 result = 0;

	if (!map_far(&below_8g, guard_bit()) || !map_far(&above_8g, guard_bit()))
		return;
	static_call_update(far_key, far(&above_8g, far_bti_c));
	EXPECT_NO_FAULT(result = far(&below_8g, far_calls_key)(5));
	EXPECT_EQ(result, 5 + FAR_TARGET + FAR_CALLER);
	static_call_update(far_key, near_target);
}

/*
 * A key without a target, called by a module: back to the module, whose link register nothing has
 * changed.
 */
CASE(far, caller_of_null)
{
	far_fn *caller = far(&above_8g, far_calls_null);
	u64 result = 0;

	if (!map_far(&above_8g, guard_bit()))
		return;
	EXPECT_NO_FAULT(caller(6));
	static_call_update(far_null, far(&above_8g, far_bti_c));
	EXPECT_NO_FAULT(result = caller(6));
	EXPECT_EQ(result, 6 + FAR_TARGET + FAR_CALLER);
	static_call_update(far_null, NULL);
	EXPECT_NO_FAULT(caller(6));
}

/* The same for a key that returns 0: 0 it is. */
CASE(far, caller_of_ret0)
{
	far_fn *caller = far(&above_8g, far_calls_ret0);
	u64 result = 0;

	if (!map_far(&above_8g, guard_bit()))
		return;
	EXPECT_NO_FAULT(result = caller(7));
	EXPECT_EQ(result, FAR_CALLER);
	static_call_update(far_ret0, far(&above_8g, far_bti_c));
	EXPECT_NO_FAULT(result = caller(7));
	EXPECT_EQ(result, 7 + FAR_TARGET + FAR_CALLER);
	static_call_update(far_ret0, (far_fn *)(void *)__static_call_return0);
	EXPECT_NO_FAULT(result = caller(7));
	EXPECT_EQ(result, FAR_CALLER);
}
