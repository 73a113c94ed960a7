// SPDX-License-Identifier: GPL-2.0-only
/*
 * Is a call through the trampoline invisible to caller and callee (AAPCS64, IHI 0055, 6.1 and 6.4)?
 * The linker may put a veneer into any direct call, so x16, x17 and the flags are a veneer's to
 * change. Everything else is compared with what the caller set, and the callee left: what a callee
 * may change is its own to change, not the trampoline's.
 */
#include <asm/barrier.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/case.h>
#include <sct/static_call.h>
#include "aapcs_keys.h"
#include "aapcs_probe.h"
#include "tramp.h"

_Static_assert(P_X(30) == offsetof(struct probe_state, x[30]), "P_X");
_Static_assert(P_SP == offsetof(struct probe_state, sp), "P_SP");
_Static_assert(P_V(1) == offsetof(struct probe_state, v[1]), "P_V");
_Static_assert(P_STACK == offsetof(struct probe_state, stack), "P_STACK");

struct probe_state probe_set, probe_found, probe_left, probe_got;
u64 probe_target_ran;

DECLARE_PROBES(aapcs_set);
DECLARE_PROBES(aapcs_updated);
DECLARE_PROBES(aapcs_chained);
DECLARE_PROBES(aapcs_null);
DECLARE_PROBES(aapcs_cleared);
DECLARE_PROBES(aapcs_ret0);
DECLARE_PROBES(aapcs_zeroed);

enum target { TARGET, NULL_TARGET, RET0_TARGET };

static const struct probe {
	const char *name;
	enum target target;
	probe_fn *call;
	bool by_address; /* of the trampoline */
} probes[] = {
#define PROBES(key, target)						\
	{ "bl " #key, target, probe_bl_##key, false },			\
	{ "blr " #key, target, probe_blr_##key, true },			\
	{ "veneer " #key, target, probe_veneer_##key, true },		\
	{ "b " #key, target, probe_b_##key, false }
	/* clang-format off */
	PROBES(aapcs_set, TARGET),		/* as the macro made it */
	PROBES(aapcs_updated, TARGET),		/* as the transform made it */
	PROBES(aapcs_chained, TARGET),		/* behind two static tail calls */
	PROBES(aapcs_null, NULL_TARGET),
	PROBES(aapcs_cleared, NULL_TARGET),
	PROBES(aapcs_ret0, RET0_TARGET),
	PROBES(aapcs_zeroed, RET0_TARGET),
	/* clang-format on */
};

/* A part of the state; x and v are bit masks. */
struct part {
	enum target target;
	u32 x, v;
	bool sp, stack;
};

#define REGISTERS(first, last) ((u32)GENMASK(last, first))

/* Different in every word of every state, and never 0. */
static u64 pattern(u64 salt, u64 word)
{
	return (salt << 56) | (word << 48) | (0x9e3779b97f4a7c15UL * (salt * 97 + word + 1) >> 16);
}

static void fill(struct probe_state *state, u64 salt)
{
	u64 *words = (u64 *)state;

	for (u64 i = 0; i < sizeof(*state) / sizeof(u64); i++)
		words[i] = pattern(salt, i);
}

/*
 * What a callee must keep, the target leaves as it found it. sp, x30 and the stack are not loaded
 * from here.
 */
static void keep_callee_saved(struct probe_state *left, const struct probe_state *set)
{
	for (unsigned int i = 18; i <= 29; i++)
		left->x[i] = set->x[i];
	for (unsigned int i = 8; i <= 15; i++)
		left->v[i][0] = set->v[i][0];
}

/* The first difference says enough; false if there is one. */
static bool same(const char *call, const char *who, const struct part *part,
		 const struct probe_state *is, const struct probe_state *must)
{
	for (unsigned int i = 0; i <= 30; i++) {
		if (!(part->x & BIT(i)) || is->x[i] == must->x[i])
			continue;
		FAIL("%s: x%u %s: expected 0x%lx, got 0x%lx", call, i, who, must->x[i], is->x[i]);
		return false;
	}
	for (unsigned int i = 0; i <= 31; i++) {
		if (!(part->v & BIT(i)) || !memcmp(is->v[i], must->v[i], sizeof(is->v[i])))
			continue;
		FAIL("%s: q%u %s: expected 0x%lx%016lx, got 0x%lx%016lx", call, i, who,
		     must->v[i][1], must->v[i][0], is->v[i][1], is->v[i][0]);
		return false;
	}
	if (part->sp && is->sp != must->sp) {
		FAIL("%s: sp %s: expected 0x%lx, got 0x%lx", call, who, must->sp, is->sp);
		return false;
	}
	for (unsigned int i = 0; part->stack && i < PROBE_STACK; i++) {
		if (is->stack[i] == must->stack[i])
			continue;
		FAIL("%s: stack argument %u %s: expected 0x%lx, got 0x%lx", call, i, who,
		     must->stack[i], is->stack[i]);
		return false;
	}
	return true;
}

/*
 * A function that NULL leads to, if it is neither 0 nor __static_call_return0, which uses x0 alone.
 */
static bool null_is_a_stub(const void *tramp)
{
	const u64 *literal = tramp_find_literal(tramp, 0);

	return literal && *literal && *literal != (u64)__static_call_return0;
}

/* Whether a callee may change it: x0 to x17, and all of the vectors but d8 to d15. */
static bool caller_saved(const struct part *part)
{
	return part->x & REGISTERS(0, 17) || part->v & ~REGISTERS(8, 15);
}

static void run_probe(const struct probe *probe, const struct part *part)
{
	struct probe_state must;

	fill(&probe_set, 1);
	fill(&probe_left, 2);
	fill(&probe_found, 3);
	fill(&probe_got, 4);
	keep_callee_saved(&probe_left, &probe_set);
	probe_target_ran = 0;
	probe->call();
	if (probe_target_ran != (part->target == TARGET)) {
		FAIL("%s: the target was %scalled", probe->name, probe_target_ran ? "" : "not ");
		return;
	}

	if (part->target == TARGET) {
		if (!same(probe->name, "at the target", part, &probe_found, &probe_set))
			return;
		must = probe_left;
		must.x[30] = probe_set.x[30];
		must.sp = probe_set.sp;
		memcpy(must.stack, probe_set.stack, sizeof(must.stack));
	} else {
		must = probe_set;
		/* What a NULL call leaves in x0 nobody reads. */
		must.x[0] = part->target == RET0_TARGET ? 0 : probe_got.x[0];
	}
	same(probe->name, "back at the caller", part, &probe_got, &must);
}

/*
 * By every way into the trampoline, or else by the key, as the macro made it and after an update.
 */
static void check_part(const void *row)
{
	const struct part *part = row;

	/* FPEN: FP and SIMD do not trap; bench_reset() takes it back */
	write_sysreg(3UL << 20, cpacr_el1);
	isb();
	static_call_update(aapcs_updated, probe_target);
	static_call_update(aapcs_cleared, NULL);
	/*
	 * At once: of the first NULL of a boot, too, something is asked. By a probe, which keeps
	 * what is this function's: a trampoline that changes x19 would else end the loop below
	 * before it began.
	 */
	fill(&probe_set, 1);
	EXPECT_NO_FAULT(probe_bl_aapcs_cleared());
	static_call_update(aapcs_zeroed, (__typeof__(&probe_target))(void *)__static_call_return0);
	if (HAS_TRAMPOLINES && part->target == NULL_TARGET && caller_saved(part) &&
	    (null_is_a_stub(STATIC_CALL_TRAMP_ADDR(aapcs_null)) ||
	     null_is_a_stub(STATIC_CALL_TRAMP_ADDR(aapcs_cleared))))
		SKIP("NULL leads to a function of the subject's own, which may use what any callee may");
	for (unsigned int i = 0; i < ARRAY_SIZE(probes); i++) {
		if (probes[i].target == part->target && (HAS_TRAMPOLINES || !probes[i].by_address))
			run_probe(&probes[i], part);
	}
}

#define PART(name, ...)										\
	CASE_ROW(aapcs, name##_set, check_part, struct part, { .target = TARGET, __VA_ARGS__ }); \
	CASE_ROW(aapcs, name##_null, check_part, struct part,					\
		 { .target = NULL_TARGET, __VA_ARGS__ });					\
	CASE_ROW(aapcs, name##_ret0, check_part, struct part,					\
		 { .target = RET0_TARGET, __VA_ARGS__ })

/*
 * Arguments, and results of up to 16 bytes in x0 and x1: each register must get through, there and
 * back.
 */
PART(x0_x7, .x = REGISTERS(0, 7));
/* Where the caller wants a structure returned: no argument, and yet the callee needs it. */
PART(x8, .x = REGISTERS(8, 8));
/*
 * Temporaries that the caller has given up, which makes them tempting to use; a callee with a
 * calling convention of its own would see it.
 */
PART(x9_x15, .x = REGISTERS(9, 15));
/* The platform register: Linux keeps the shadow call stack in it. */
PART(x18, .x = REGISTERS(18, 18));
/* Callee-saved: the caller finds its own values again. */
PART(x19_x28, .x = REGISTERS(19, 28));
/*
 * With a frame of the trampoline's own, the unwinder would meet a frame record that belongs to no
 * function.
 */
PART(fp, .x = REGISTERS(29, 29));
/* A tail call: the target returns to the caller, not to the trampoline. */
PART(lr, .x = REGISTERS(30, 30));
/* Stack arguments are found by sp, so the target must have the caller's. */
PART(sp, .sp = true);
/* Integer arguments from the ninth on: they lie where sp points, and nothing has written there. */
PART(stack_arguments, .stack = true);
/* FP and SIMD arguments and results; a homogeneous aggregate comes back in up to four. */
PART(q0_q7, .v = REGISTERS(0, 7));
/* Callee-saved in their lower halves: the caller finds its own values again. */
PART(d8_d15, .v = REGISTERS(8, 15));
/* Temporaries like x9-x15: what lies between caller and callee has no business in them. */
PART(q16_q31, .v = REGISTERS(16, 31));
