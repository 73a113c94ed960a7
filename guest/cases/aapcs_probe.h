/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Calls with every register filled, and a target that notes every register: what the aapcs suite
 * compares.
 */
#ifndef _CASES_AAPCS_PROBE_H
#define _CASES_AAPCS_PROBE_H

/* Words of stack arguments. */
#define PROBE_STACK	8

/* Assembly knows struct probe_state by these offsets, which aapcs.c holds to it. */
#define P_X(n)		((n) * 8)
#define P_SP		248
#define P_V(n)		(256 + (n) * 16)
#define P_STACK		768

#ifndef __ASSEMBLY__
#include <linux/types.h>

/* x16 and x17 are not in it: a veneer may change them, and so may the trampoline. */
struct probe_state {
	u64 x[31];
	u64 sp;
	u64 v[32][2];
	u64 stack[PROBE_STACK]; /* from sp up */
};

/*
 * What the caller sets (but x30 and sp, which the probe notes here), what the target found, what it
 * leaves, what the caller got back.
 */
extern struct probe_state probe_set, probe_found, probe_left, probe_got;
/* Whether probe_target ran. */
extern u64 probe_target_ran;

/* Calls its key once, with the registers of probe_set. It uses FP and SIMD. */
typedef void probe_fn(void);

/*
 * The ways into a trampoline: a direct call, a call through its address, a module loader's PLT
 * veneer, a tail call.
 */
#define DECLARE_PROBES(key) \
	probe_fn probe_bl_##key, probe_blr_##key, probe_veneer_##key, probe_b_##key

/* Notes the registers in probe_found, loads them from probe_left and returns. */
void probe_target(void);
/* Any other function. */
void probe_other(void);
/* Two links of a chain of static tail calls: aapcs_link, then aapcs_set. */
void probe_chain(void);
void probe_link(void);
#endif

#endif
