// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a call costs, form by form, in one workload a case. Prints what was counted, raw; what it
 * means is the harness's to say (docs/cost.md). A line is a form in a placement and a pass:
 *
 *	# cost w=hot p=0 form=kcfi pass=0 calls=4096 cntvct=… cycles=… instructions=…
 *
 * with the counts of a whole run. `empty` is the same body without the calls.
 */
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <asm/sysreg.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/mm.h>
#include <sct/args.h>
#include <sct/case.h>
#include <sct/features.h>
#include "body.h"
#include "counters.h"
#include "memory.h"
#include "place.h"
#include "random.h"

/* Where modules lie: out of reach of a branch, in reach of ADRP, as a module's PLT needs it. */
#define FAR_PAGE	((u64)_text + 0x40000000UL)

#define MOST_FORMS	12

/* One workload, and why there is such a one. */
struct workload {
	const char *name, *why;
	target_fn *target; /* page_target unless said otherwise */
	u32 keys, sites;
	enum happening happening;
	u32 every;
	bool far;
	unsigned int can; /* what a form must be able to do */
};

static u64 random_state;

/* Filled once per workload: all forms, what they are compared with, and one of them again. */
static struct body bodies[MOST_FORMS];
static unsigned int body_count;

void (*cost_probes[COST_PROBES + 1])(void);

/* Each key its own target. */
static u64 own_target(u32 key)
{
	return target_of(key);
}

/* On the page that is mapped far away as well; all keys the same. */
static u64 page_target(u32 key __maybe_unused)
{
	return (u64)cost_target_0000;
}

static u64 chain_target(u32 key __maybe_unused)
{
	return (u64)cost_chain_target;
}

static void set_probes(unsigned int count)
{
	for (unsigned int i = 0; i <= COST_PROBES; i++)
		cost_probes[i] =
			i < count ? (void (*)(void))((u64)cost_target_0000 + i * TARGET_STRIDE)
				  : NULL;
}

/* A single probe is called directly; more of them by way of a loop over the list. */
#define PROBES_TARGET(n)						\
	static u64 probes_##n(u32 key __maybe_unused)			\
	{								\
		set_probes(n);						\
		return (u64)((n) == 1 ? cost_target_0000 : cost_iterate);	\
	}
PROBES_TARGET(1)
PROBES_TARGET(2)
PROBES_TARGET(3)
PROBES_TARGET(4)

static void add_body(const char *name, const struct form *form, const struct workload *w)
{
	bodies[body_count++] = (struct body){
		.name = name,
		.form = form,
		.target = w->target ?: page_target,
		.keys = w->keys,
		.sites = w->sites,
		.happening = w->happening,
		.every = w->every,
		.far = w->far ? FAR_PAGE - (u64)cost_target_page : 0,
		.times = 1,
	};
}

struct counts {
	u64 time, events[PASS_EVENTS];
};

/* Between two readings: the run alone. Linux cannot be kept away from a process. */
static void count(const struct body *body, u64 loops, const struct body_registers *registers,
		  struct counts *counts)
{
	struct counts before = { 0 };
	unsigned long flags;

	local_irq_save(flags);
	before.time = read_sysreg(cntvct_el0);
	counters_read(before.events);
	body_run(body, loops, registers);
	counters_read(counts->events);
	counts->time = read_sysreg(cntvct_el0) - before.time;
	local_irq_restore(flags);
	for (unsigned int i = 0; i < PASS_EVENTS; i++)
		counts->events[i] -= before.events[i];
}

static void print_counts(const struct counts *counts)
{
	if (counters_time())
		printk(" cntvct=%lu", counts->time);
	for (unsigned int i = 0; i < counters_events(); i++)
		printk(" %s=%lu", counters_name(i), counts->events[i]);
	printk("\n");
}

/*
 * The frequency, where nobody counts cycles, and whether it stays what it is, where somebody does:
 * additions that wait for one another take a cycle each.
 */
static void print_clock(const char *workload, u32 number, unsigned int pass)
{
	struct counts before = { 0 }, after = { 0 };
	const u64 rounds = 256;
	unsigned long flags;

	if (!counters_time())
		return;
	local_irq_save(flags);
	cost_adds(8);
	counters_read(before.events);
	before.time = read_sysreg(cntvct_el0);
	cost_adds(rounds);
	after.time = read_sysreg(cntvct_el0) - before.time;
	counters_read(after.events);
	local_irq_restore(flags);
	for (unsigned int i = 0; i < PASS_EVENTS; i++)
		after.events[i] -= before.events[i];
	printk("    # cost w=%s p=%u clock pass=%u adds=%lu", workload, number, pass,
	       rounds * COST_ADDS);
	print_counts(&after);
}

/* After as many calls as there are between two changes, the word must hold the other target. */
static void check_changes(const struct body *body, const struct body_registers *registers)
{
	u64 other = registers->now ^ registers->toggle;

	body_run(body, body->every, registers);
	if (*(u64 *)registers->word != other)
		case_error("%s: %u calls, and the target has not changed", body->name, body->every);
}

static void measure(const char *workload, u32 number, const struct body *body, unsigned int passes,
		    u64 loops)
{
	struct body_registers registers;

	if (!body_make(body, &registers)) {
		if (number == 0)
			diag("cost absent w=%s form=%s %s", workload, body->name, form_lack);
		return;
	}
	if (body->happening == CHANGES)
		check_changes(body, &registers);
	for (unsigned int pass = 0; pass < passes; pass++) {
		struct counts counts = { 0 };

		counters_select(pass);
		/* What comes first fills caches and predictors. */
		body_run(body, loops > 2 ? loops / 2 : 1, &registers);
		count(body, loops, &registers, &counts);
		printk("    # cost w=%s p=%u form=%s pass=%u calls=%lu", workload, number,
		       body->name, pass, loops * body->sites);
		print_counts(&counts);
	}
	body_unmake(body);
}

/* The first page of the targets, or, of a working set, all of them, where modules lie. */
static bool map_far(const struct body *body, u64 prot)
{
	u64 bytes = body->keys == 1 ? PAGE_SIZE : (POOL_SIZE + 2) * TARGET_STRIDE;

	for (u64 at = 0; at < bytes; at += PAGE_SIZE) {
		if (map_page(FAR_PAGE + at, __pa_symbol(cost_target_page) + at, prot))
			continue;
		case_error("nothing can be mapped at 0x%lx", FAR_PAGE + at);
		return false;
	}
	return true;
}

/*
 * What is not so is the subject's mistake where its own trampolines lead there, else the bench's.
 */
static void reaches_another(const struct body *body, u32 key, u64 target, u64 found)
{
	if (!(body->form->can & SUBJECTS)) {
		case_error("%s: key %u leads to 0x%lx, and not to 0x%lx", body->name, key, found,
			   target);
		return;
	}
	diag("key %u leads to 0x%lx, and not to 0x%lx", key, found, target);
	case_fail(__FILE__, __LINE__, "a key of the working set leads to another's target");
}

/*
 * A working set is as large as it is said to be if each of its calls comes to a target of its own.
 * Who is called is told by the CPU: the targets can only be read meanwhile.
 */
static bool check_reach(const struct workload *w, const struct body *body)
{
	struct body_registers registers;
	bool same = true;

	if (w->keys == 1 || !body->form || !(body->form->can & CAN_CALL))
		return true;
	if (body->far && !map_far(body, PAGE_KERNEL_RO))
		return false;
	if (body_make(body, &registers)) {
		code_readable(cost_target_page, cost_target_pages_end);
		for (u32 i = 0; i < w->keys && same; i++) {
			u64 target = body->target(i) + body->far, found = body_reaches(i);

			same = found == target;
			if (!same)
				reaches_another(body, i, target, found);
		}
		code_executable(cost_target_page, cost_target_pages_end);
		body_unmake(body);
		if (same)
			diag("cost reach w=%s form=%s keys=%u", w->name, body->name, w->keys);
	}
	unmap_pages();
	return same;
}

/* All bodies in a random order. What is mapped beside the image is unmapped behind each. */
static void measure_all(const struct workload *w, u32 number, unsigned int passes, u64 loops)
{
	u16 order[MOST_FORMS];

	place(&random_state, w->keys);
	for (unsigned int pass = 0; pass < passes; pass++) {
		counters_select(pass);
		print_clock(w->name, number, pass);
	}
	random_choice(&random_state, order, body_count, body_count);
	for (unsigned int i = 0; i < body_count; i++) {
		const struct body *body = &bodies[order[i]];

		if (number == 0 && !check_reach(w, body))
			return;
		if (body->far && !map_far(body, PAGE_KERNEL_ROX | (cpu_has_bti() ? PTE_GP : 0)))
			return;
		measure(w->name, number, body, passes, loops * body->times);
		unmap_pages();
	}
}

/* A seed for each workload, so that each can be run alone and be the same. */
static u64 seed_of(const char *name)
{
	u64 seed = boot_arg_u64("sct.seed", 1);

	for (; *name; name++)
		seed = seed * 31 + (u64)*name;
	return seed;
}

static void run_bodies(const struct workload *w)
{
	u64 calls = boot_arg_u64("sct.calls", 65536);
	u32 placements = (u32)boot_arg_u64("sct.placements", 30);
	char subject[64];
	unsigned int passes;

	if (!pool_is_regular()) {
		case_fail(__FILE__, __LINE__, "the subject's trampolines are not all of one size");
		return;
	}
	diag("cost workload w=%s keys=%u sites=%u %s", w->name, w->keys, w->sites, w->why);
	diag("cost place seed=%lu", boot_arg_u64("sct.seed", 1));
	if (boot_arg("sct.subject", subject, sizeof(subject)))
		diag("cost place subject=%s", subject);
	counters_describe();
	/* A case before it may have ended in the midst of a body. */
	code_writable(cost_code, cost_code + CODE_BYTES);
	passes = counters_init();
	random_state = seed_of(w->name);
	for (u32 number = 0; number < placements; number++)
		measure_all(w, number, passes, max(calls / w->sites, 1UL));
}

static void check_workload(const void *row)
{
	const struct workload *w = row;

	body_count = 0;
	add_body("empty", NULL, w);
	for (unsigned int i = 0; i < form_count; i++) {
		if ((forms[i].can & w->can) == w->can && w->keys <= forms[i].most_keys)
			add_body(forms[i].name, &forms[i], w);
		else
			diag("cost absent w=%s form=%s %s", w->name, forms[i].name, forms[i].lack);
	}
	add_body("again", form_again, w);
	run_bodies(w);
}

#define ONE		.keys = 1, .sites = 1
#define UNROLLED	.keys = 1, .sites = 16

#define WORKLOAD(name_, why_, ...)								\
	CASE_ROW(experiment, name_, check_workload, struct workload,			\
		 { .name = #name_, .why = why_, __VA_ARGS__ })

WORKLOAD(hot, "One hot site: everything is predicted, and in the nearest cache.", ONE);
WORKLOAD(hot_far, "The same with a target that no branch reaches, as in a module.", ONE,
	 .far = true, .can = CAN_FAR);
WORKLOAD(throughput, "Independent calls, one behind the other: how many fit into a cycle.",
	 UNROLLED);
WORKLOAD(throughput_far, "The same, and the target in a module.", UNROLLED, .far = true,
	 .can = CAN_FAR);
WORKLOAD(chain, "Each call waits for the result of the one before: what is hidden behind that.",
	 UNROLLED, .target = chain_target, .can = CAN_CALL);
WORKLOAD(chain_far, "The same, and the target in a module.", UNROLLED, .target = chain_target,
	 .far = true, .can = CAN_CALL | CAN_FAR);

#define SET(n)	.keys = (n), .sites = (n), .target = own_target
WORKLOAD(set_4, "Working sets: as many keys as sites. So few fit every table of the CPU.", SET(4));
WORKLOAD(set_16, "Four times as many: still in every table, and in the nearest caches.", SET(16));
WORKLOAD(set_64, "Words before targets need a line each: an L1D of 32 KiB has 512.", SET(64));
WORKLOAD(set_256, "As many as a busy kernel makes in a row: eight literals a line.", SET(256));
WORKLOAD(set_1k, "The first level of branch target buffers ends about here, and the ITLB's.",
	 SET(1024));
WORKLOAD(set_4k, "Past the L1I, and past most branch target buffers.", SET(4096));
WORKLOAD(set_16k, "Past all of them: what has to be fetched anew each time.", SET(16384));

#define SET_FAR(n)	SET(n), .far = true, .can = CAN_FAR
WORKLOAD(set_16_far, "The same with targets in a module: a direct call takes a detour, too.",
	 SET_FAR(16));
WORKLOAD(set_256_far, "Each key another way out of reach of a branch.", SET_FAR(256));
WORKLOAD(set_1k_far, "A detour is a branch of its own: twice as many to predict.", SET_FAR(1024));
WORKLOAD(set_4k_far, "Code of detours, trampolines and targets: past the L1I.", SET_FAR(4096));
WORKLOAD(set_16k_far, "Past all of them.", SET_FAR(16384));

WORKLOAD(change_1, "The target changes at each call: only its history predicts it.", ONE,
	 .happening = CHANGES, .every = 1, .can = CAN_CHANGE);
WORKLOAD(change_4, "At every fourth: four calls share what a change costs.", ONE,
	 .happening = CHANGES, .every = 4, .can = CAN_CHANGE);
WORKLOAD(change_64, "Seldom, as tracing is turned on and off.", ONE, .happening = CHANGES,
	 .every = 64, .can = CAN_CHANGE);
WORKLOAD(change_4_far,
	 "The same between two targets in a module: where its branches would not reach.", ONE,
	 .happening = CHANGES, .every = 4, .far = true, .can = CAN_CHANGE | CAN_FAR);

WORKLOAD(evict_word, "A call that comes seldom: the line of its literal or pointer has gone.", ONE,
	 .happening = EVICTS_WORD, .can = CAN_CHANGE);
WORKLOAD(evict_word_far, "The same, and the target in a module.", ONE, .happening = EVICTS_WORD,
	 .far = true, .can = CAN_CHANGE | CAN_FAR);
WORKLOAD(evict_type, "The line of the word that kCFI compares has gone: the target's own, too.",
	 ONE, .happening = EVICTS_TYPE, .can = CAN_CALL);

WORKLOAD(probes_1, "A tracepoint with one probe calls it; with more, a loop over them.", ONE,
	 .target = probes_1, .can = CAN_CALL);
WORKLOAD(probes_2, "Two probes: the static call is one of three calls.", ONE, .target = probes_2,
	 .can = CAN_CALL);
WORKLOAD(probes_3, "Three probes.", ONE, .target = probes_3, .can = CAN_CALL);
WORKLOAD(probes_4, "Four probes: is what the form of the first call costs lost in the rest?", ONE,
	 .target = probes_4, .can = CAN_CALL);

/* Two bodies that differ in what they do, to see that it shows. */
struct control {
	struct workload w;
	const char *names[2];
	const struct form *form;
	enum happening happenings[2];
	u32 times; /* as many runs of the second */
};

static void check_control(const void *row)
{
	const struct control *control = row;

	body_count = 0;
	add_body("empty", NULL, &control->w);
	for (unsigned int i = 0; i < 2; i++) {
		add_body(control->names[i], control->form, &control->w);
		bodies[body_count - 1].happening = control->happenings[i];
	}
	bodies[body_count - 1].times = control->times;
	run_bodies(&control->w);
}

#define CONTROL(name_, why_, first, second, happening_1, happening_2, times_)			\
	CASE_ROW(experiment, control_##name_, check_control, struct control,		\
		 { { .name = "control_" #name_, .why = why_, ONE },		\
		   { first, second }, &forms[1], { happening_1, happening_2 }, times_ })

WORKLOAD(control_forms, "Each form must be the instructions that it is said to be.", ONE);

CONTROL(mispredict, "A target that nobody can predict must show, in cycles and in its event.",
	"steady", "random", WALKS_NOWHERE, WALKS, 1);
CONTROL(evict, "A line that was evicted must show: in cycles, and in refills.", "kept", "evicted",
	KEEPS, EVICTS_WORD, 1);
CONTROL(twice, "Twice the calls take twice the time.", "once", "twice", NOTHING, NOTHING, 2);
