/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Other CPUs that call through one static call and count where they come out, and targets between
 * which no half of an address is the same: a torn literal leads to one of the two mixed addresses,
 * where code says so instead of running wild.
 */
#ifndef _CASES_CALLERS_H
#define _CASES_CALLERS_H

#include <sct/cpu.h>

/* Returns the address at which it runs; mapped at all four. */
u64 returns_its_address(u64 unused);

struct targets {
	u64 a, b;     /* (H1, L1) and (H2, L2) */
	u64 mixed[2]; /* (H2, L1) and (H1, L2): one half of the one, one half of the other */
};

/* Maps the four pages for the running case; false, and the case's error, if there is no room. */
bool map_targets(struct targets *targets);

/* What a caller met. CPU 0 reads it while it grows. */
struct caller {
	u64 at_a, at_b, at_mixed[2], elsewhere;
	u64 nowhere; /* NULL and RET0: nothing was done to its argument, which is 0 */
	u64 during;  /* began and ended while an update was under way */
	u64 stale;   /* began and ended after one, and did not come out where it leads */
};

/*
 * Static call `callers_key` points to `a`, and all other CPUs call it until cpus_stop(); callers[n]
 * is CPU n's.
 */
extern struct caller callers[MAX_CPUS];
bool callers_start(const struct targets *targets);
/*
 * Whether a call of this CPU's comes out at `target`: for a target that cannot be reached others
 * would wait for ever.
 */
bool callers_reach(u64 target);
/*
 * The same as callers_start() through the bench's own trampoline: for a control, in which no
 * subject has a part, and which sets the literal to 0 at last.
 */
bool own_callers_start(const struct targets *targets);
void own_literal_set(u64 target);
u64 own_trampoline(void);
extern const u64 own_literal;
/* Sets `callers_key`, in the ordinary way, to one of the four, to NULL (0) or to RET0. */
void callers_update(u64 target);
/* How many calls of all callers together came out at `target`. */
u64 calls_at(u64 target);
/* How many began and ended while an update was under way. */
u64 calls_during_updates(void);
/* How many came out where none of its updates has led. */
u64 calls_gone_wrong(void);
bool all_callers_saw_both(void);
/* Whether all callers still run: one that has faulted never comes to the next target. */
bool callers_alive(void);

#endif
