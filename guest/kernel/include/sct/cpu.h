/* SPDX-License-Identifier: GPL-2.0-only */
/* The CPUs: what each has for itself, and what a case has another one do. */
#ifndef _SCT_CPU_H
#define _SCT_CPU_H

/*
 * What each CPU has for itself; TPIDR_EL1 holds its address. Assembly knows it by these offsets,
 * which arch/offsets.c holds to it.
 */

#define CPU_CONTEXT		0	/* sct/context.h relies on it */
#define CPU_GUARD_TOP		16
#define CPU_CASE_GUARD		24
#define CPU_EXCEPTION_STACK	32
#define CPU_EXCEPTION_SP	40
#define CPU_STACK		48
#define CPU_DAIF		56

/*
 * MPIDR_EL1.Aff3 to Aff0, without the bits between them that say other things (Arm ARM D24.2.98).
 */
#define MPIDR_AFFINITY		0xff00ffffff

#define MAX_CPUS 4

#ifndef __ASSEMBLY__
#include <asm/sysreg.h>
#include <linux/compiler.h>
#include <linux/types.h>
#include <sct/context.h>
#include <sct/cpu_balance.h>
#include <sct/fault.h>

/*
 * What another CPU runs: without any interrupt but stop_machine()'s, without expectations and
 * without printing, which are CPU 0's.
 */
typedef void cpu_fn(void *arg);

/* How far this CPU is with being stopped. */
enum cpu_stop { STOP_NOT, STOP_STOPPED, STOP_DONE };

struct cpu {
	struct context context;
	struct guard *guard_top;  /* the innermost guard, NULL outside any */
	struct guard *case_guard; /* what the watchdog unwinds to, NULL while no case runs */
	void *exception_stack;	  /* its upper end */
	/* SP_ELx while code runs on SP_EL0: lower in the handler of an interrupt */
	u64 exception_sp;
	void *stack; /* its upper end; NULL for CPU 0 */
	u64 daif;    /* what PSTATE.DAIF would say, where a runtime masks by itself */
	u64 mpidr;   /* as PSCI wants it */
	cpu_fn *fn;
	void *arg;
	bool running;	/* from cpu_start() until fn is done */
	bool abandoned; /* it did not come back: nobody waits for it any more */
	enum cpu_stop stop;
	struct fault fault; /* what ended fn, if anything did */
	bool came_back; /* from a function by itself, since somebody last looked at what it left */
	struct cpu_balance balance;
};

static inline struct cpu *this_cpu(void)
{
	return (struct cpu *)read_sysreg(tpidr_el1);
}

/* 0 is the CPU that started the kernel and runs the cases. */
unsigned int cpu_number(void);
struct cpu *cpu_at(unsigned int number);
/* Whether it runs anything: CPU 0 always does, and one that is lost does not count. */
bool cpu_online(unsigned int number);

/* Makes the CPU that starts the kernel CPU 0; before this no exception can be taken. */
void cpu_init(void);
/*
 * Finds the others in the device tree. They stay off until there is something to run: an idle one
 * would cost the host as much as a busy one.
 */
void cpus_init(void);
/* How many CPUs there are, at most MAX_CPUS. */
unsigned int cpu_count(void);
/* For cpus_init(): one more; NULL if there is no room. */
struct cpu *cpu_add(void);
/* Gives that CPU its stacks, each with a page below it that is not mapped. */
void cpu_stacks(struct cpu *cpu, unsigned int number);

/* The runtime's own: has a CPU call cpu_run() on its stack, or says what went wrong. */
s64 cpu_turn_on(struct cpu *cpu);
/* On that CPU itself, each time that it is turned on: runs its function, and says it is done. */
void cpu_run(struct cpu *cpu);

/*
 * Turns a CPU on to run `fn`; false if that fails, which is the case's error. `arg` is no local
 * variable: a CPU that is lost goes on to use it.
 */
bool cpu_start(unsigned int cpu, cpu_fn *fn, void *arg);
bool cpu_running(unsigned int cpu);
/* Waits until `fn` is done and returns what ended it; the watchdog ends the wait. */
struct fault cpu_wait(unsigned int cpu);
/*
 * Tells all CPUs to stop, and waits for them: a fault on one of them is the case's failure, one
 * that does not come back its error.
 */
void cpus_stop(void);
/* For `fn`, in each of its loops. */
bool cpu_should_stop(void);
/*
 * The same for the end of a case, whatever became of it; returns the number of a CPU that does not
 * come back, 0 if there is none.
 */
unsigned int cpus_collect(void);
/* Gives one up that is lost: whoever wants it later has an error. */
void cpu_abandon(unsigned int cpu);
#endif

#endif
