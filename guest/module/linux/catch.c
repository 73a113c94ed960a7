// SPDX-License-Identifier: GPL-2.0-only
/*
 * Exceptions that Linux would die of, and a timer that barks: both go to the bench, if it is the
 * thread of the cases that they are about. A kprobe at the entry of die() sees BTI, BUG, other
 * BRKs, FPAC and CFI before a word is said of them, and one at __do_kernel_fault() aborts; where
 * the bench takes one, the function that was probed does nothing.
 */
#include <asm/esr.h>
#include <asm/irq_regs.h>
#include <linux/extable.h>
#include <linux/hrtimer.h>
#include <linux/kprobes.h>
#include <linux/sched.h>
#include <linux/string.h>
#include <linux/version.h>
#include <sct/module.h>
#include "glue.h"

#define PSTATE_BTYPE	(3UL << 10)

typedef const struct exception_table_entry *search_fn(unsigned long addr);
static search_fn *search_fixup;
static struct task_struct *thread;

static bool is_ours(unsigned long pc)
{
	return (pc >= (unsigned long)module_text_start && pc < (unsigned long)module_text_end) ||
	       (pc >= (unsigned long)module_tramps_start && pc < (unsigned long)module_tramps_end);
}

static struct module_exception exception_of(const struct pt_regs *regs, unsigned long esr,
					    unsigned long far)
{
	struct module_exception exception = {
		.sp = regs->sp,
		.pc = regs->pc,
		.pstate = regs->pstate,
		.esr = esr,
		.far = far,
	};

	memcpy(exception.regs, regs->regs, sizeof(exception.regs));
	return exception;
}

/* What was interrupted goes on behind its guard, with interrupts on. */
static void go_on(struct pt_regs *regs, void *guard)
{
	regs->regs[0] = (unsigned long)guard;
	regs->pc = (unsigned long)module_land;
	regs->pstate &= ~(PSTATE_BTYPE | PSR_D_BIT | PSR_A_BIT | PSR_I_BIT | PSR_F_BIT);
}

static bool take(struct pt_regs *regs, unsigned long esr, unsigned long far)
{
	struct module_exception exception;
	void *guard;

	if ((current != thread && current != second_thread) || user_mode(regs))
		return false;
	exception = exception_of(regs, esr, far);
	guard = module_on_exception(&exception);
	if (guard)
		go_on(regs, guard);
	return guard;
}

/* The probed function returns at once. */
static int skip(struct pt_regs *regs)
{
	instruction_pointer_set(regs, procedure_link_pointer(regs));
	return 1;
}

/* void die(const char *str, struct pt_regs *regs, long err) */
static int on_die(struct kprobe *probe, struct pt_regs *regs)
{
	struct pt_regs *where = (struct pt_regs *)regs->regs[1];

	if (!where || in_hardirq() || !take(where, regs->regs[2], 0))
		return 0;
	return skip(regs);
}

/* void __do_kernel_fault(unsigned long addr, unsigned long esr, struct pt_regs *regs) */
static int on_fault(struct kprobe *probe, struct pt_regs *regs)
{
	struct pt_regs *where = (struct pt_regs *)regs->regs[2];

	if (in_hardirq() || (!is_ours(where->pc) && search_fixup(where->pc)))
		return 0;
	return take(where, regs->regs[1], regs->regs[0]) ? skip(regs) : 0;
}
NOKPROBE_SYMBOL(on_die);
NOKPROBE_SYMBOL(on_fault);

static struct kprobe probes[] = {
	{ .symbol_name = "die", .pre_handler = on_die },
	{ .symbol_name = "__do_kernel_fault", .pre_handler = on_fault },
};

static struct hrtimer timer;

static enum hrtimer_restart on_timer(struct hrtimer *unused)
{
	struct pt_regs *regs = get_irq_regs();
	struct module_exception exception;
	void *guard;

	if (current != thread || !regs || user_mode(regs)) {
		/* Somebody else runs on this CPU just now. */
		hrtimer_forward_now(&timer, ms_to_ktime(1));
		return HRTIMER_RESTART;
	}
	exception = exception_of(regs, 0, 0);
	guard = module_on_timer(&exception);
	if (guard)
		go_on(regs, guard);
	return HRTIMER_NORESTART;
}

void glue_timer(unsigned long long microseconds)
{
	if (microseconds)
		hrtimer_start(&timer, ns_to_ktime(microseconds * NSEC_PER_USEC),
			      HRTIMER_MODE_REL_PINNED_HARD);
	else
		hrtimer_try_to_cancel(&timer);
}

int catch_init(lookup_fn *lookup)
{
	int err = 0;

	thread = current;
	search_fixup = (search_fn *)lookup("search_exception_tables");
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	hrtimer_setup(&timer, on_timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
#else
	hrtimer_init(&timer, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
	timer.function = on_timer;
#endif
	if (!search_fixup)
		return -ENOENT;
	for (unsigned int i = 0; i < ARRAY_SIZE(probes) && !err; i++) {
		err = register_kprobe(&probes[i]);
		if (err)
			pr_crit("sct: no kprobe at %s: %d\n", probes[i].symbol_name, err);
	}
	return err;
}

void catch_exit(void)
{
	hrtimer_cancel(&timer);
	for (unsigned int i = 0; i < ARRAY_SIZE(probes); i++)
		unregister_kprobe(&probes[i]);
}
