// SPDX-License-Identifier: GPL-2.0-only
/*
 * stop_machine(): an interrupt takes the other CPUs away from what they do, wherever they are in
 * it, and they wait with IRQs masked until the function is done. As in Linux, a CPU may be stopped
 * between any two instructions, those of a trampoline too.
 */
#include <asm/barrier.h>
#include <linux/irqflags.h>
#include <linux/smp.h>
#include <linux/stop_machine.h>
#include <sct/counts.h>
#include <sct/cpu.h>
#include <sct/platform.h>
#include <sct/stop.h>

/*
 * Where all CPUs together are. Only the CPU that stops the others moves on from one to the next; a
 * reset ends them all.
 */
static enum { GOING_ON, STOPPING, RUNNING } phase;
static unsigned int stopper;
static bool busy;
static struct {
	int (*fn)(void *data);
	void *data;
	bool everywhere;
} job;

/* Any address but NULL. */
const struct cpumask *const cpu_online_mask = (const struct cpumask *)&job;

unsigned int stop_count;

#define LOAD(variable)		__atomic_load_n(&(variable), __ATOMIC_ACQUIRE)
#define STORE(variable, value)	__atomic_store_n(&(variable), value, __ATOMIC_RELEASE)

void stop_here(struct pt_regs *regs __maybe_unused)
{
	struct cpu *cpu = this_cpu();

	/*
	 * An interrupt that a CPU did not need, since it came here by itself, or that it was sent
	 * while it was off.
	 */
	if (LOAD(phase) != STOPPING)
		return;
	STORE(cpu->stop, STOP_STOPPED);
	while (LOAD(phase) == STOPPING)
		;
	if (LOAD(phase) == RUNNING && job.everywhere)
		job.fn(job.data);
	STORE(cpu->stop, STOP_DONE);
	while (LOAD(phase) != GOING_ON)
		;
	/* What it fetches from here on is what was written meanwhile. */
	isb();
	STORE(cpu->stop, STOP_NOT);
}

/*
 * Waits until all others are there, but for one whose function ends meanwhile: it is off then, as
 * far as this is concerned.
 */
static void await_others(enum cpu_stop there)
{
	/* Who stands in for another CPU has this one to itself. */
	for (unsigned int i = 0; i < cpu_count() && !this_context()->in_turns; i++)
		while (i != cpu_number() && cpu_online(i) && LOAD(cpu_at(i)->stop) != there)
			if (there != STOP_NOT && LOAD(phase) == GOING_ON)
				return;
}

static void stop_others(void)
{
	STORE(phase, STOPPING);
	gic_interrupt_others(STOP_INTID);
	await_others(STOP_STOPPED);
}

int stop_machine_cpuslocked(int (*fn)(void *), void *data, const struct cpumask *cpus)
{
	unsigned long flags;
	int ret;

	/*
	 * Masked from the beginning: the handler of an interrupt may come here too, and would wait
	 * for what it interrupted.
	 */
	local_irq_save(flags);
	while (__atomic_exchange_n(&busy, true, __ATOMIC_ACQUIRE)) {
		stop_here(NULL);
		cpu_relax();
	}
	stopper = cpu_number();
	stop_count++;
	job.fn = fn;
	job.data = data;
	job.everywhere = cpus != NULL;
	stop_others();
	STORE(phase, RUNNING);
	ret = fn(data);
	await_others(STOP_DONE);
	STORE(phase, GOING_ON);
	await_others(STOP_NOT);
	STORE(busy, false);
	local_irq_restore(flags);
	return ret;
}

struct each {
	smp_call_func_t fn;
	void *info;
	unsigned int spared; /* a CPU that does not call it */
};

static int call_each(void *data)
{
	const struct each *each = data;

	if (cpu_number() != each->spared)
		each->fn(each->info);
	return 0;
}

void on_each_cpu(smp_call_func_t fn, void *info, int wait __maybe_unused)
{
	struct each each = { fn, info, ~0U };

	stop_machine(call_each, &each, cpu_online_mask);
}

void smp_call_function(smp_call_func_t fn, void *info, int wait __maybe_unused)
{
	struct each each = { fn, info, cpu_number() };

	stop_machine(call_each, &each, cpu_online_mask);
}

bool stop_machine_is_ours(void)
{
	return LOAD(busy) && stopper == cpu_number();
}

void stop_machine_abandon(unsigned int cpu)
{
	if (!LOAD(busy) || stopper != cpu)
		return;
	STORE(phase, GOING_ON);
	await_others(STOP_NOT);
	STORE(busy, false);
}

void stop_machine_reset(void)
{
	/* It may have been stopped itself when its case was ended. */
	STORE(this_cpu()->stop, STOP_NOT);
	STORE(phase, GOING_ON);
	STORE(busy, false);
}

unsigned int num_online_cpus(void)
{
	unsigned int online = 0;

	for (unsigned int i = 0; i < cpu_count(); i++)
		online += cpu_online(i);
	return online;
}
