// SPDX-License-Identifier: GPL-2.0-only
/*
 * What Linux counts of the code that runs: disabled preemption, and readers of the lock that keeps
 * CPUs where they are.
 */
#include <linux/bug.h>
#include <linux/cpu.h>
#include <linux/stop_machine.h>
#include <sct/context.h>

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
	int *count = &this_context()->preempt_count;

	*count -= n;
	WARN_ON_ONCE(*count < 0);
}

void __might_sleep(const char *file, int line)
{
	static bool told __section(".data..once");

	if (preempt_count() == 0 || told)
		return;
	told = true;
	warn_slowpath(file, line);
}

void cpus_read_lock(void)
{
	this_context()->cpus_read_locks++;
}

int cpus_read_trylock(void)
{
	cpus_read_lock();
	return 1;
}

void cpus_read_unlock(void)
{
	int *locks = &this_context()->cpus_read_locks;

	if (!WARN_ON(*locks <= 0))
		--*locks;
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
	stop_machine(nothing, NULL, NULL);
}
