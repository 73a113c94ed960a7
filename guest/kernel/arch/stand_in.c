// SPDX-License-Identifier: GPL-2.0-only
/* Two courses of execution on one CPU: the exception that ends a turn goes back to the other. */
#include <asm/sysreg.h>
#include <linux/compiler.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/alarm.h>
#include <sct/fault.h>
#include <sct/platform.h>
#include <sct/stand_in.h>
#include <sct/step.h>
#include <sct/stop.h>

/*
 * A turn that takes so long is looked at: 2 ms, some hundred times what an update takes. It may be
 * the host's fault; so from there on its instructions are counted. An update has some 430 of them.
 */
#define SUSPICIOUS_US	2000
#define QUOTA		2000
/* In the turns that follow, for a wait that is known to be one: it goes on where it was. */
#define SHORT_QUOTA	4

/*
 * Who retries what another one has spoilt meanwhile, an atomic counter that both count up, say,
 * would do so for ever. Its instructions are counted, too: after so many, twice an update, the
 * other one has its turn before every second one alone, then before every fourth, and so on.
 */
#define PATIENCE	1024
#define LEAST_TURNS	10

#define PSTATE_I	BIT(7)

static struct {
	struct cpu *first, *second; /* NULL while nobody stands in */
	struct pt_regs other;	    /* of the course that has not the turn */
	void (*meanwhile)(void);
	u64 done;     /* how often it came to its end */
	bool stepped; /* whether the first course is stepped */
	bool midway;  /* the second one is somewhere between its beginning and its end */
	bool late;    /* it takes suspiciously long: it is stepped, `quota` instructions a turn */
	bool waits;   /* it used up its quota once */
	/* it was waiting for the first one, while that had interrupts on */
	bool waited_unmasked;
	u64 quota;
	u64 began; /* its turn, by CNTPCT */
	u64 steps; /* instructions of the first course */
} pair;

static bool second_has_turn(void)
{
	return pair.second && this_cpu() == pair.second;
}

static void change_over(struct pt_regs *regs)
{
	u64 *a = (u64 *)regs, *b = (u64 *)&pair.other;

	/* By words: memcpy() here goes by bytes, and this is what a turn costs. */
	for (unsigned int i = 0; i < sizeof(*regs) / sizeof(u64); i++)
		swap(a[i], b[i]);
	write_sysreg(second_has_turn() ? pair.first : pair.second, tpidr_el1);
}

static u64 suspicious(void)
{
	return read_sysreg(cntfrq_el0) / 1000 * SUSPICIOUS_US / 1000;
}

/* Returns whether it is stepped, as all that follow. */
static bool to_first(struct pt_regs *regs)
{
	change_over(regs);
	return pair.stepped;
}

static bool to_second(struct pt_regs *regs)
{
	pair.began = read_sysreg(cntpct_el0);
	if (!alarm_is_set())
		alarm_set(suspicious());
	pair.quota = pair.waits ? SHORT_QUOTA : QUOTA;
	pair.midway = true;
	change_over(regs);
	return pair.late;
}

static bool before_each(struct pt_regs *regs)
{
	if (!second_has_turn()) {
		u64 every = 1UL << min(pair.steps / PATIENCE, (u64)LEAST_TURNS);

		if (pair.steps++ % every)
			return true;
		pair.waited_unmasked |= pair.midway && !(regs->pstate & PSTATE_I);
		return stop_machine_is_ours() || to_second(regs);
	}
	if (pair.quota--)
		return true;
	pair.waits = true;
	return to_first(regs);
}

bool stand_in_exception(struct pt_regs *regs)
{
	if (ESR_EC(regs->esr) != ESR_EC_SVC || !pair.second)
		return false;
	step_goes_on(regs, second_has_turn() ? to_first(regs) : to_second(regs));
	return true;
}

void stand_in_alarm(struct pt_regs *regs)
{
	u64 took = read_sysreg(cntpct_el0) - pair.began;

	if (!second_has_turn())
		return;
	/* It was set for an earlier turn. */
	if (took < suspicious()) {
		alarm_set(suspicious() - took);
	} else {
		pair.late = true;
		step_goes_on(regs, true);
	}
}

struct cpu *stand_in_for(void)
{
	return second_has_turn() ? pair.first : this_cpu();
}

void stand_in_abandon(void)
{
	if (second_has_turn())
		write_sysreg(pair.first, tpidr_el1);
	pair.second = NULL;
}

void stand_in_reset(void)
{
	step_stop();
	stand_in_abandon();
	alarm_deliver(GIC_IRQ);
}

bool stand_in_waited_unmasked(void)
{
	return pair.waited_unmasked;
}

bool stand_in_possible(void)
{
	return alarm_intid() && !strcmp(gic_delivery(), "fiq") && !cpu_running(1);
}

/* CPU 1's, which is off: what it keeps for itself, and its stack. */
static struct cpu *lend_second(u64 *sp)
{
	struct cpu *cpu = cpu_at(1);

	if (!cpu->stack)
		cpu_stacks(cpu, 1);
	cpu->context = (struct context){ .in_turns = true };
	cpu->guard_top = NULL;
	cpu->case_guard = NULL;
	cpu->exception_sp = this_cpu()->exception_sp;
	*sp = (u64)cpu->stack;
	return cpu;
}

static void second_course(void)
{
	for (;;) {
		pair.meanwhile();
		pair.done++;
		pair.midway = false;
		pair.late = false;
		pair.waits = false;
		give_turn();
	}
}

u64 stand_in_run(void (*fn)(void), void (*meanwhile)(void))
{
	u64 done;

	memset(&pair, 0, sizeof(pair));
	pair.first = this_cpu();
	pair.meanwhile = meanwhile;
	pair.other.pc = (u64)second_course;
	pair.other.pstate = current_el_t();
	pair.second = lend_second(&pair.other.sp);
	alarm_deliver(GIC_FIQ);
	pair.stepped = true;
	step_start(before_each);
	fn();
	step_stop();
	pair.stepped = false;
	done = pair.done;
	while (pair.midway)
		give_turn();
	pair.second = NULL;
	alarm_stop();
	alarm_deliver(GIC_IRQ);
	return done;
}
