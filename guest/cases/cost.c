// SPDX-License-Identifier: GPL-2.0-only
/*
 * What does a call cost? Instructions, exactly, where the CPU counts them (QEMU with a fixed
 * -icount shift, hardware with INST_RETIRED); cycles and time as raw samples elsewhere. Nothing is
 * judged here: the harness compares with its table and with the disassembly.
 */
#include <asm/sysreg.h>
#include <linux/irqflags.h>
#include <linux/string.h>
#include <sct/args.h>
#include <sct/case.h>
#include <sct/pmu.h>
#include <sct/static_call.h>
#include "cost.h"
#include "cost_keys.h"

#define SAMPLES	11
#define LOOPS	32	/* of COST_CALLS calls a sample: enough for CNTVCT's 16 ns on QEMU */

struct cost_row {
	cost_fn *counted[PMU_COUNTERS], *time;
};

static const struct cost_row empty = {
	{ empty_cycles, empty_instructions, empty_misses },
	empty_time,
};

/* What a counter's samples are called, by the name that the Arm ARM has for it. */
static const struct {
	const char *name, *unit;
} sampled[] = {
	[PMU_CYCLES] = { "pmccntr", "cycles" },
	[PMU_INSTRUCTIONS] = { "inst_retired", "instructions" },
	[PMU_MISSES] = { "br_mis_pred", "branches" },
};

/* Under icount virtual time is the count of instructions: no use as time. */
static bool clock_is_icount(void)
{
	char clock[16];

	return boot_arg("sct.clock", clock, sizeof(clock)) && !strcmp(clock, "icount");
}

static void start_samples(const char *name, const char *unit)
{
	printk("    # samples %s %s", name, unit);
}

/* Prints in thousandths: there is no floating point here. */
static void sample(u64 thousandths)
{
	printk(" %lu.%03lu", thousandths / 1000, thousandths % 1000);
}

/* An event that PMCEID0 does not list may read as 0 for ever; one that it lists must count. */
static void counts_nothing(void)
{
	case_error("PMCEID0 lists INST_RETIRED (0x08), but it counts nothing");
}

/* Alone on the CPU: what an interrupt does would be in it, and accuse whoever is called. */
static u64 instructions_of(const struct cost_row *row, u64 loops)
{
	unsigned long flags;
	u64 counted;

	local_irq_save(flags);
	counted = row->counted[PMU_INSTRUCTIONS](loops);
	local_irq_restore(flags);
	return counted;
}

/*
 * Whether the counter counts what it is said to: the loop's own subs and b.ne. One that does not
 * says nothing of a call, and against nobody.
 */
static bool counts_truly(void)
{
	u64 once = instructions_of(&empty, 1), more = instructions_of(&empty, 1 + LOOPS);

	if (!once || !more)
		counts_nothing();
	else if (more - once != LOOPS * 2)
		case_error("INST_RETIRED (0x08) counts %lu of %u instructions", more - once,
			   LOOPS * 2);
	return once && more - once == LOOPS * 2;
}

static void count_instructions(const struct cost_row *row)
{
	u64 overhead, counted;

	if (!counts_truly())
		return;
	overhead = instructions_of(&empty, 1);
	counted = instructions_of(row, 1);
	if ((counted - overhead) % COST_CALLS)
		FAIL("%u calls take %lu instructions: no whole number each", COST_CALLS,
		     counted - overhead);
	metric("instructions", (counted - overhead) / COST_CALLS, "instructions");
}

/* Whether this counter is to be sampled; says why it is not. */
static bool is_sampled(enum pmu_counter counter)
{
	const char *why = pmu_why_not(counter);

	if (why)
		diag("not sampled: %s: %s", sampled[counter].name, why);
	return !why;
}

/*
 * Instructions add up, so those around the calls are taken off; what a pipeline does at once does
 * not.
 */
static u64 count_calls(const struct cost_row *row, enum pmu_counter counter)
{
	u64 counted = row->counted[counter](LOOPS);
	u64 around = counter == PMU_INSTRUCTIONS ? empty.counted[counter](LOOPS) : 0;

	return counted > around ? counted - around : 0;
}

/* The first round is not a sample: it fills caches, or is where QEMU translates. */
static void sample_clocks(const struct cost_row *row)
{
	u64 frequency = read_sysreg(cntfrq_el0);

	row->time(LOOPS);
	start_samples("cntvct", "ns");
	for (int i = 0; i < SAMPLES; i++)
		sample(row->time(LOOPS) * (1000000000000UL / frequency) / (LOOPS * COST_CALLS));
	printk("\n");
	for (enum pmu_counter counter = 0; counter < PMU_COUNTERS; counter++) {
		if (!is_sampled(counter))
			continue;
		row->counted[counter](LOOPS);
		start_samples(sampled[counter].name, sampled[counter].unit);
		for (int i = 0; i < SAMPLES; i++)
			sample(count_calls(row, counter) * 1000 / (LOOPS * COST_CALLS));
		printk("\n");
	}
}

static void check_cost(const void *row)
{
	pmu_init();
	/*
	 * On a real CPU the counter is exact as far as nothing else counts into it, a hypervisor's
	 * own instructions, say. So there it is sampled, and its spread tells.
	 */
	if (!clock_is_icount())
		sample_clocks(row);
	else if (pmu_lists(PMU_INST_RETIRED))
		count_instructions(row);
}

#define FORM(name)						\
	CASE_ROW(cost, name, check_cost, struct cost_row,	\
		 { { name##_cycles, name##_instructions, name##_misses }, name##_time })

FORM(direct);	/* bl: the least that a call can cost */
FORM(indirect); /* blr: the pointer is in a register already */
FORM(generic);	/* adrp, ldr, blr: a static call without HAVE_STATIC_CALL */
FORM(kcfi);	/* the check that kCFI puts before a blr */
/* adrp, ldr and the check: a generic static call with kCFI, what the trampoline competes with */
FORM(kcfi_loaded);
FORM(tramp);	  /* the subject's trampoline, set */
FORM(tramp_null); /* the subject's trampoline with NULL */

static u64 read_counter_now(enum pmu_counter counter)
{
	switch (counter) {
	case PMU_CYCLES:
		return read_sysreg(pmccntr_el0);
	case PMU_INSTRUCTIONS:
		return read_sysreg(pmevcntr0_el0);
	default:
		return read_sysreg(pmevcntr1_el0);
	}
}

/* One update: reported, and the same in every run, but no table says how much it may be. */
CASE(cost, update)
{
	u64 start, counted;

	pmu_init();
	static_call_update(cost_update, cost_target);
	if (clock_is_icount()) {
		if (!pmu_lists(PMU_INST_RETIRED) || !counts_truly())
			return;
		start = read_sysreg(pmevcntr0_el0);
		static_call_update(cost_update, cost_target);
		counted = read_sysreg(pmevcntr0_el0) - start;
		if (!counted)
			return counts_nothing();
		return metric("instructions", counted - 1, "instructions");
	}
	start_samples("cntvct", "ns");
	for (int i = 0; i < SAMPLES; i++) {
		start = read_sysreg(cntvct_el0);
		static_call_update(cost_update, cost_target);
		sample((read_sysreg(cntvct_el0) - start) *
		       (1000000000000UL / read_sysreg(cntfrq_el0)));
	}
	printk("\n");
	for (enum pmu_counter counter = 0; counter < PMU_COUNTERS; counter++) {
		if (!is_sampled(counter))
			continue;
		start_samples(sampled[counter].name, sampled[counter].unit);
		for (int i = 0; i < SAMPLES; i++) {
			start = read_counter_now(counter);
			static_call_update(cost_update, cost_target);
			sample((read_counter_now(counter) - start) * 1000);
		}
		printk("\n");
	}
}

/* The event itself, so that a CPU without it says so in a line of its own. */
CASE(cost, inst_retired)
{
	if (!pmu_init())
		SKIP("%s", pmu_why_not(PMU_CYCLES));
	if (!pmu_lists(PMU_INST_RETIRED))
		SKIP("%s", pmu_unlisted());
	if (clock_is_icount())
		counts_truly();
	else if (!empty.counted[PMU_INSTRUCTIONS](1))
		counts_nothing();
}
