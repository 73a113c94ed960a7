// SPDX-License-Identifier: GPL-2.0-only
/*
 * The CPUs: CPU 0 runs the cases, the others what a case gives them, one function at a time. How
 * one is turned on and off is the runtime's business.
 */
#include <asm/barrier.h>
#include <asm/sysreg.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <sct/args.h>
#include <sct/cpu.h>
#include <sct/guard.h>
#include <sct/report.h>
#include <sct/stop.h>

/*
 * How long a CPU may take to come back when it is told to, unless a boot argument says otherwise.
 * It needs microseconds, and its host thread perhaps a few time slices; whether that has had them
 * the host knows, and believes no error of this kind where it has not.
 */
#define COLLECT_MS	1000

static struct cpu cpus[MAX_CPUS];
static unsigned int count = 1;
static bool stopping;

unsigned int cpu_number(void)
{
	return (unsigned int)(this_cpu() - cpus);
}

struct cpu *cpu_at(unsigned int number)
{
	return &cpus[number];
}

bool cpu_online(unsigned int number)
{
	return number == 0 || (cpu_running(number) && !cpus[number].abandoned);
}

unsigned int cpu_count(void)
{
	return count;
}

struct cpu *cpu_add(void)
{
	return count < MAX_CPUS ? &cpus[count++] : NULL;
}

void cpu_run(struct cpu *cpu)
{
	struct cpu_balance balance;

	cpu->guard_top = NULL;
	cpu->case_guard = NULL;
	cpu->stop = STOP_NOT;
	/* It may be awaited already. */
	stop_here(NULL);
	local_irq_enable();
	cpu_balance_begin(&balance);
	cpu->fault = CATCH(cpu->fn(cpu->arg));
	/* Of several functions in a case it is the last one that is looked at. */
	if (cpu->fault.kind == FAULT_NONE) {
		cpu_balance_end(&balance);
		cpu->balance = balance;
		cpu->came_back = true;
	}
	local_irq_disable();
	stop_machine_abandon(cpu_number());
	__atomic_store_n(&cpu->running, false, __ATOMIC_RELEASE);
}

bool cpu_start(unsigned int number, cpu_fn *fn, void *arg)
{
	struct cpu *cpu = &cpus[number];
	unsigned long flags;
	s64 err;

	if (cpu->abandoned) {
		case_error("CPU %u is lost to an earlier case", number);
		return false;
	}
	WRITE_ONCE(stopping, false);
	cpu->fn = fn;
	cpu->arg = arg;
	cpu->fault.kind = FAULT_NONE;
	cpu->context = (struct context){ 0 };
	/* Nobody may stop this CPU before the other one is on: it would be waited for in vain. */
	local_irq_save(flags);
	__atomic_store_n(&cpu->running, true, __ATOMIC_RELEASE);
	dsb(ish);
	err = cpu_turn_on(cpu);
	if (err)
		cpu->running = false;
	local_irq_restore(flags);
	if (err)
		case_error("CPU %u cannot be turned on: %ld", number, err);
	return !err;
}

bool cpu_running(unsigned int number)
{
	return __atomic_load_n(&cpus[number].running, __ATOMIC_ACQUIRE);
}

bool cpu_should_stop(void)
{
	return READ_ONCE(stopping);
}

struct fault cpu_wait(unsigned int number)
{
	struct fault fault;

	while (cpu_running(number))
		barrier();
	fault = cpus[number].fault;
	cpus[number].fault.kind = FAULT_NONE;
	return fault;
}

/*
 * Waits for all until `deadline`; what ended one of them by a fault is reported once. Returns the
 * number of one that still runs.
 */
static unsigned int collect(u64 deadline)
{
	unsigned int lost = 0;

	for (unsigned int i = 1; i < count; i++) {
		struct fault fault;

		if (cpus[i].abandoned)
			continue;
		while (cpu_running(i) && read_sysreg(cntvct_el0) < deadline)
			barrier();
		if (cpu_running(i)) {
			lost = i;
			continue;
		}
		if (cpus[i].came_back && current_result)
			cpu_balance_check(&cpus[i].balance, i);
		cpus[i].came_back = false;
		fault = cpu_wait(i);
		if (fault.kind == FAULT_NONE)
			continue;
		case_fail(__FILE__, __LINE__, "unexpected exception on CPU %u: EC 0x%lx at 0x%lx",
			  i, ESR_EC(fault.esr), fault.elr);
		fault_print(&fault);
	}
	return lost;
}

unsigned int cpus_collect(void)
{
	WRITE_ONCE(stopping, true);
	return collect(read_sysreg(cntvct_el0) +
		       boot_arg_u64("sct.collect_ms", COLLECT_MS) * read_sysreg(cntfrq_el0) / 1000);
}

void cpu_abandon(unsigned int number)
{
	cpus[number].abandoned = true;
}

void cpus_stop(void)
{
	unsigned int lost = cpus_collect();

	if (lost)
		case_error("CPU %u does not come back", lost);
}
