// SPDX-License-Identifier: GPL-2.0-only
/* Runs the cases and prints KTAP: docs/console.md says what each line means. */
#include <asm/fixmap.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/alarm.h>
#include <sct/args.h>
#include <sct/balance.h>
#include <sct/case.h>
#include <sct/console.h>
#include <sct/context.h>
#include <sct/counts.h>
#include <sct/cpu.h>
#include <sct/hang.h>
#include <sct/init.h>
#include <sct/intact.h>
#include <sct/interrupt.h>
#include <sct/locks.h>
#include <sct/needs.h>
#include <sct/platform.h>
#include <sct/poke.h>
#include <sct/runner.h>
#include <sct/stand_in.h>
#include <sct/stop.h>
#include <sct/taken.h>

extern const struct sct_case __sct_cases_start[], __sct_cases_end[];
extern const struct sct_needs __sct_needs_start[], __sct_needs_end[];

/*
 * In the first line, in the last, and behind each case: what is printed between a case's beginning
 * and this is the case's own words.
 */
static char run_id[40];

enum sct_verdict worst_verdict;

void bench_reset(void)
{
	unsigned int lost;

	/* A CPU that is stopped would not come back. */
	stop_machine_reset();
	/* Before the locks: one that a CPU holds is its own to release. */
	lost = cpus_collect();

	stand_in_reset();
	alarm_stop();
	irq_handler = NULL;
	poke_slot_prot = PAGE_KERNEL;
	poke_spy = NULL;
	poke_slot_stays = false;
	tlb_flush_broadcast = true;
	release_raw_spinlocks();
	warn_once_again();
	messages_again();
	/* Once more: it may have waited for a lock that nobody would have released. */
	if (lost)
		lost = cpus_collect();
	if (lost) {
		case_error("CPU %u does not come back", lost);
		cpu_abandon(lost);
	}
	context_reset();
	clear_fixmap(FIX_TEXT_POKE0);
	clear_fixmap(FIX_SCRATCH);
	unmap_pages();
	write_sysreg(0, cpacr_el1); /* FP and SIMD trap again */
	write_sysreg(0, daif);
}

static void report(const struct sct_case *c, const struct sct_result *result, unsigned int number)
{
	const char *const word =
		result->verdict == SCT_PASS || result->verdict == SCT_SKIP ? "ok" : "not ok";

	if (result->verdict == SCT_SKIP)
		printk("    %s %u %s # SKIP %s\n", word, number, c->name, result->reason);
	else if (result->verdict == SCT_ERROR)
		printk("    %s %u %s # ERROR %s\n", word, number, c->name, result->reason);
	else
		printk("    %s %u %s\n", word, number, c->name);
}

static u64 microseconds_since(u64 began)
{
	return (read_sysreg(cntvct_el0) - began) * 1000 / (read_sysreg(cntfrq_el0) / 1000);
}

/* `run`: the case itself, or what is to be done before it. */
static void run_guarded(const struct sct_case *c, struct sct_result *result, case_fn *run)
{
	static struct guard guard;
	const struct fault *fault = &guard.fault;
	u64 limit = hang_watch(c->suite, c->name);
	enum guard_end end;
	bool astray;

	balance_begin();
	end = case_guard_run(&guard, run, c->row);
	balance_end();
	watchdog_start(0);
	console_fresh_line();
	astray = current_result != result || result->scratch;
	current_result = result; /* it may have been aborted under a scratch result */
	result->scratch = false;
	if (end == GUARD_DONE) {
		if (astray)
			case_fail(
				c->file, c->line,
				"what the case expected was told to a result that is not its own");
		balance_check(c);
	}
	if (end == GUARD_SPOILT) {
		case_fail(
			c->file, c->line,
			"came back without its stack pointer or the registers that a call must keep");
	} else if (end == GUARD_FAULT) {
		if (fault->kind == FAULT_WATCHDOG) {
			/* What a control hangs in is the bench. */
			if (strcmp(c->suite, "control"))
				hang_note(fault->elr);
			case_error("hang: no end within %lu ms, at 0x%lx%s%s", limit, fault->elr,
				   held_lock() ? ", a lock held: " : "",
				   held_lock() ? held_lock() : "");
		} else {
			case_fail(c->file, c->line, "unexpected exception: EC 0x%lx at 0x%lx",
				  ESR_EC(fault->esr), fault->elr);
		}
		fault_print(fault);
	}
}

/* `last`: all of it, and not only where somebody is known to have written. */
static void check_memory(const struct sct_case *c, bool last)
{
	struct intact_wrong wrong;

	if (!intact_check(last, &wrong))
		case_fail(
			c->file, c->line,
			"read-only memory is not as it should be: %u words, the first at 0x%lx: expected 0x%lx, got 0x%lx",
			wrong.words, wrong.va, wrong.expected, wrong.found);
}

/*
 * Why this runtime cannot carry the case, or the subject's design not be asked; NULL if both can.
 */
static const char *lack_of(const struct sct_case *c)
{
	const char *lack = NULL;

	for (const struct sct_needs *n = __sct_needs_start; n < __sct_needs_end && !lack; n++)
		if (!strcmp(n->suite, c->suite) && (!n->name || !strcmp(n->name, c->name)))
			lack = n->need < NEED_TRAMPOLINE ? runtime_lacks(n->need)
							 : design_lacks(n->need, n->tramp);
	return lack;
}

/* The boot comes to its end with the first case that may use the subject. */
static void end_boot(const struct sct_case *c, struct sct_result *result)
{
	static bool ended;

	if (ended || !strcmp(c->suite, "control"))
		return;
	ended = true;
	if (initcalls_any()) {
		run_guarded(c, result, initcalls_run);
		bench_reset();
	}
	init_memory_free();
	/* They may have set what is read-only from here on. */
	if (initcalls_any())
		intact_init();
}

static bool run_case(const struct sct_case *c, unsigned int number, bool last)
{
	static struct sct_result result;
	const char *lack = lack_of(c);
	unsigned int hung;
	u64 began, pc;

	memset(&result, 0, sizeof(result));
	current_result = &result;
	unjudged_forget();
	printk("    # begin %s.%s\n", c->suite, c->name);
	began = read_sysreg(cntvct_el0);
	if (lack) {
		case_skip("%s", lack);
	} else if (hang_gives_up(&hung, &pc)) {
		case_error("not tried: hung %u times, the last time at elr=0x%lx", hung, pc);
	} else {
		end_boot(c, &result);
		run_guarded(c, &result, c->run);
	}
	bench_reset();
	check_memory(c, last);
	unjudged_skip();
	taken_print();
	/* A control that fails says that the bench is blind, not that the subject is wrong. */
	if (!strcmp(c->suite, "control") && result.verdict == SCT_FAIL)
		result.verdict = SCT_ERROR;
	printk("    # done %s.%s run=%s us=%lu\n", c->suite, c->name, run_id,
	       microseconds_since(began));
	report(c, &result, number);
	printk("    # sum");
	console_sum();
	worst_verdict = max(worst_verdict, result.verdict);
	current_result = NULL;
	return result.verdict == SCT_PASS || result.verdict == SCT_SKIP;
}

/*
 * Whether the boot arguments ask for this case: by its own name or by that of its suite, or all
 * cases by naming none.
 */
static bool selected(const struct sct_case *c)
{
	size_t left, suite = strlen(c->suite), name = strlen(c->name);
	const char *word = boot_arg_value("sct.cases", &left);

	if (!word)
		return true;
	for (size_t len; left > 0; word += len, left -= len) {
		for (len = 0; len < left && word[len] != ','; len++)
			;
		if (len >= suite && !strncmp(word, c->suite, suite)) {
			if (len == suite)
				return true;
			if (len == suite + 1 + name && word[suite] == '.' &&
			    !strncmp(word + suite + 1, c->name, name))
				return true;
		}
		len += len < left; /* the comma */
	}
	return false;
}

/* A suite is a run of records with the same name: the linker script sorts them. */
static const struct sct_case *end_of_suite(const struct sct_case *first)
{
	const struct sct_case *c = first;

	while (c < __sct_cases_end && !strcmp(c->suite, first->suite))
		c++;
	return c;
}

static unsigned int selected_in(const struct sct_case *first, const struct sct_case *end)
{
	unsigned int count = 0;

	for (const struct sct_case *c = first; c < end; c++)
		count += selected(c);
	return count;
}

unsigned int run_cases(void)
{
	unsigned int count = 0, number = 0, cases = 0, all = 0;
	const struct sct_case *c, *end;

	boot_arg("sct.run", run_id, sizeof(run_id));
	hang_init();
	intact_init();
	for (c = __sct_cases_start; c < __sct_cases_end; c = end_of_suite(c)) {
		count += selected_in(c, end_of_suite(c)) > 0;
		all += selected_in(c, end_of_suite(c));
	}
	printk("KTAP version 1\n1..%u\n", count);
	for (c = __sct_cases_start; c < __sct_cases_end; c = end) {
		const char *suite = c->suite;
		unsigned int planned, done = 0;
		bool ok = true;

		end = end_of_suite(c);
		planned = selected_in(c, end);
		if (planned == 0)
			continue;
		hang_new_suite();
		printk("    KTAP version 1\n    # Subtest: %s\n    1..%u\n", suite, planned);
		for (; c < end; c++)
			if (selected(c))
				ok &= run_case(c, ++done, ++cases == all);
		printk("%s %u %s\n", ok ? "ok" : "not ok", ++number, suite);
	}
	return cases;
}
