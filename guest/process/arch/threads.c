// SPDX-License-Identifier: GPL-2.0-only
/* A thread for each CPU: one that runs nothing is none. */
#include <asm/memory.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/args.h>
#include <sct/cpu.h>
#include <sct/el0.h>
#include <sct/linux.h>
#include <sct/platform.h>
#include <sct/process.h>
#include <sct/stop.h>

_Static_assert(EL0_DAIF_AT == CPU_DAIF, "EL0_DAIF_AT");

/* Two see one another; more would wait for one another on a phone's small cores. */
#define THREADS	2UL

#define THREAD_FLAGS										\
	(CLONE_VM | CLONE_FS | CLONE_FILES | CLONE_SIGHAND | CLONE_THREAD | CLONE_SYSVSEM |	\
	 CLONE_SETTLS | CLONE_PARENT_SETTID | CLONE_CHILD_CLEARTID)

long thread_clone(u64 flags, void *stack, u32 *parent_tid, struct cpu *cpu, u32 *child_tid);
void thread_main(struct cpu *cpu);

/* 0 where there is no thread: the kernel sees to it, once the thread is gone. */
static u32 tids[MAX_CPUS];
static bool pending[MAX_CPUS];

/* The cores that the process may use; room for 1024. */
static u64 cores[16];
static unsigned int core_count;

/* Keeps a thread on the nth of them, if each has one of its own. */
static void pin(unsigned int number)
{
	u64 one[ARRAY_SIZE(cores)] = { 0 };
	unsigned int nth = 0;

	if (core_count < cpu_count())
		return;
	for (unsigned int i = 0; i < 64 * ARRAY_SIZE(cores); i++) {
		if (!(cores[i / 64] & BIT(i % 64)) || nth++ != number)
			continue;
		one[i / 64] = BIT(i % 64);
		linux_call(SYS_SCHED_SETAFFINITY, 0, sizeof(one), one);
		return;
	}
}

/* What came while the thread masked it comes now. */
static void stop_if_pending(void)
{
	bool *waits = &pending[cpu_number()];

	if (!READ_ONCE(*waits))
		return;
	WRITE_ONCE(*waits, false);
	stop_here(NULL);
}

void cpu_init(void)
{
	cpu_at(0)->exception_stack = exception_stack_top;
	write_sysreg(cpu_at(0), tpidr_el1);
}

void cpus_init(void)
{
	u64 wanted = min(boot_arg_u64("sct.cpus", THREADS), THREADS);
	long size = linux_call(SYS_SCHED_GETAFFINITY, 0, sizeof(cores), cores);

	for (unsigned int i = 0; size > 0 && i < 64 * ARRAY_SIZE(cores); i++)
		core_count += !!(cores[i / 64] & BIT(i % 64));
	tids[0] = (u32)linux_call(SYS_GETTID);
	while (core_count > 1 && cpu_count() < wanted)
		cpu_stacks(cpu_add(), cpu_count() - 1);
	pin(0);
	el0_unmasked = stop_if_pending;
}

void thread_main(struct cpu *cpu)
{
	signals_thread_init();
	pin(cpu_number());
	cpu_run(cpu);
}

s64 cpu_turn_on(struct cpu *cpu)
{
	unsigned int number = (unsigned int)(cpu - cpu_at(0));
	u64 all = ~0UL, before;
	long tid;

	/* The one before may still be on its way: its stack is this one's. */
	while (READ_ONCE(tids[number]))
		barrier();
	cpu->daif = 1UL << 7;
	pending[number] = false;
	/* Until the thread has a stack for handlers. */
	linux_call(SYS_RT_SIGPROCMASK, SIG_BLOCK, &all, &before, sizeof(all));
	tid = thread_clone(THREAD_FLAGS, cpu->stack, &tids[number], cpu, &tids[number]);
	linux_call(SYS_RT_SIGPROCMASK, SIG_SETMASK, &before, NULL, sizeof(before));
	return tid < 0 ? tid : 0;
}

void gic_interrupt_others(unsigned int sgi __maybe_unused)
{
	for (unsigned int i = 0; i < cpu_count(); i++)
		if (i != cpu_number() && cpu_online(i) && READ_ONCE(tids[i]))
			linux_call(SYS_TGKILL, linux_call(SYS_GETPID), tids[i], SIGUSR1);
}

void thread_stop(void)
{
	if (this_cpu()->daif & (1UL << 7))
		WRITE_ONCE(pending[cpu_number()], true);
	else
		stop_here(NULL);
}
