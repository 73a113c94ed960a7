// SPDX-License-Identifier: GPL-2.0-only
/*
 * What Linux counts of the code that runs: disabled preemption, and readers of the lock that keeps
 * CPUs where they are.
 */
#include <linux/bug.h>
#include <linux/cpu.h>
#include <linux/irqflags.h>
#include <linux/stop_machine.h>
#include <sct/context.h>
#include <sct/locks.h>

int preempt_count(void)
{
	return this_context()->preempt_count;
}

void preempt_count_add(int n)
{
	this_context()->preempt_count += n;
}

void preempt_count_sub(int n)
{
	this_context()->preempt_count -= n;
}

void __might_sleep(const char *file, int line)
{
	static bool told __section(".data..once");

	/* A case that calls with interrupts off does what Linux never does. */
	bool masked = irqs_disabled() && this_context()->updates && !this_context()->came_masked;

	if ((preempt_count() == 0 && !masked) || told)
		return;
	told = true;
	warn_slowpath(file, line);
}

/* A writer that waits for the first to be released keeps the second one out: a deadlock. */
void cpus_read_lock(void)
{
	if (this_context()->cpus_read_locks++)
		lock_misuse = "cpus_read_lock() where it is held already";
}

int cpus_read_trylock(void)
{
	this_context()->cpus_read_locks++;
	return 1;
}

void cpus_read_unlock(void)
{
	if (this_context()->cpus_read_locks-- <= 0)
		lock_misuse = "cpus_read_unlock() where it is not held";
}

void lockdep_assert_cpus_held(void)
{
	WARN_ON(this_context()->cpus_read_locks <= 0);
}

static int nothing(void *data __maybe_unused)
{
	return 0;
}

void kick_all_cpus_sync(void)
{
	stop_machine_cpuslocked(nothing, NULL, NULL);
}
