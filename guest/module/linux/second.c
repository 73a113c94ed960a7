// SPDX-License-Identifier: GPL-2.0-only
/*
 * Another CPU for the bench: a thread that is bound to it, and sleeps while a case has nothing for
 * it to do. It is made before the first case, since a case starts it with interrupts masked.
 */
#include <linux/cpumask.h>
#include <linux/err.h>
#include <linux/hrtimer.h>
#include <linux/kthread.h>
#include <linux/sched.h>
#include <linux/sched/task.h>
#include <linux/smp.h>
#include <linux/version.h>
#include <sct/module.h>
#include "glue.h"

/* How often to look whether the thread is back that was to be interrupted, ns. */
#define AGAIN_NS	50000

struct task_struct *second_thread;

/* The first one's task, and what interrupts either. */
static struct cpu_of_bench {
	struct task_struct *task;
	int cpu;
	call_single_data_t call;
	struct hrtimer again;
} cpus[2];

static unsigned int asked, done;

static int second_main(void *unused)
{
	for (;;) {
		unsigned int number;

		set_current_state(TASK_IDLE);
		number = READ_ONCE(asked);
		if (number != done) {
			__set_current_state(TASK_RUNNING);
			WRITE_ONCE(done, number);
			module_second_main();
			local_irq_enable();
		} else if (kthread_should_stop()) {
			__set_current_state(TASK_RUNNING);
			return 0;
		} else {
			schedule();
		}
	}
}

void glue_second_start(void)
{
	WRITE_ONCE(asked, asked + 1);
	wake_up_process(second_thread);
}

static bool interrupts(struct cpu_of_bench *cpu)
{
	if (current != cpu->task)
		return false;
	module_on_interrupt();
	return true;
}

/* Somebody else runs on that CPU just now. */
static enum hrtimer_restart on_again(struct hrtimer *timer)
{
	if (interrupts(container_of(timer, struct cpu_of_bench, again)))
		return HRTIMER_NORESTART;
	hrtimer_forward_now(timer, ns_to_ktime(AGAIN_NS));
	return HRTIMER_RESTART;
}

static void on_call(void *of)
{
	struct cpu_of_bench *cpu = of;

	if (!interrupts(cpu))
		hrtimer_start(&cpu->again, ns_to_ktime(AGAIN_NS), HRTIMER_MODE_REL_PINNED_HARD);
}

void glue_interrupt(unsigned int cpu)
{
	smp_call_function_single_async(cpus[cpu].cpu, &cpus[cpu].call);
}

static void prepare(struct cpu_of_bench *cpu, struct task_struct *task, int number)
{
	cpu->task = task;
	cpu->cpu = number;
	INIT_CSD(&cpu->call, on_call, cpu);
#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 13, 0)
	hrtimer_setup(&cpu->again, on_again, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
#else
	hrtimer_init(&cpu->again, CLOCK_MONOTONIC, HRTIMER_MODE_REL_PINNED_HARD);
	cpu->again.function = on_again;
#endif
}

int second_init(void)
{
	int other = cpumask_any_but(cpu_online_mask, 0);
	struct task_struct *thread;

	if (other >= nr_cpu_ids)
		return 0;
	thread = kthread_create(second_main, NULL, "sct/1");
	if (IS_ERR(thread))
		return PTR_ERR(thread);
	kthread_bind(thread, other);
	prepare(&cpus[0], current, 0);
	prepare(&cpus[1], thread, other);
	second_thread = thread;
	wake_up_process(thread);
	return 0;
}

bool second_exit(void)
{
	if (!second_thread)
		return true;
	for (unsigned int i = 0; i < ARRAY_SIZE(cpus); i++)
		hrtimer_cancel(&cpus[i].again);
	/* A thread that does not come back would be waited for in vain. */
	if (READ_ONCE(second_thread->__state) != TASK_IDLE)
		return false;
	kthread_stop(second_thread);
	return true;
}
