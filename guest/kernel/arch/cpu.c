// SPDX-License-Identifier: GPL-2.0-only
/*
 * The CPUs: CPU 0 runs the kernel and the cases, the others what a case gives them, one function at
 * a time.
 */
#include <asm/barrier.h>
#include <asm/byteorder.h>
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <asm/sysreg.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/cpu.h>
#include <sct/fdt.h>
#include <sct/guard.h>
#include <sct/platform.h>
#include <sct/report.h>
#include <sct/stop.h>

/*
 * MPIDR_EL1.Aff3 to Aff0, without the bits between them that say other things (Arm ARM D24.2.98).
 */
#define MPIDR_AFFINITY	0xff00ffffffUL

/*
 * How long a CPU may take to come back when it is told to; it needs microseconds, and its host
 * thread perhaps a few time slices.
 */
#define COLLECT_MS	1000

#define STACK_PAGES		ALIGN(STACK_SIZE, PAGE_SIZE)
#define EXCEPTION_STACK_PAGES	ALIGN(EXCEPTION_STACK_SIZE, PAGE_SIZE)

/*
 * Below each stack lies a page that is not mapped: a stack that runs over faults, and spoils
 * nothing.
 */
static struct {
	char guard[PAGE_SIZE], stack[STACK_PAGES];
	char exception_guard[PAGE_SIZE], exception_stack[EXCEPTION_STACK_PAGES];
} stacks[MAX_CPUS - 1] __aligned(PAGE_SIZE);

static struct cpu cpus[MAX_CPUS];
static unsigned int count = 1;
static bool stopping;

/* arch/secondary.S */
void secondary_entry(void);
void __noreturn secondary_main(struct cpu *cpu);

void cpu_init(void)
{
	cpus[0].exception_stack = exception_stack_top;
	cpus[0].exception_sp = (u64)exception_stack_top;
	cpus[0].mpidr = read_sysreg(mpidr_el1) & MPIDR_AFFINITY;
	write_sysreg(&cpus[0], tpidr_el1);
}

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

/* `reg` of a CPU's node: its MPIDR affinity, in one cell or two. */
static bool mpidr_of(const struct fdt_node *node, u64 *mpidr)
{
	u32 len = 0;
	const __be32 *reg = fdt_prop(node, "reg", &len);

	if (!reg || (len != 4 && len != 8))
		return false;
	*mpidr = be32_to_cpu(reg[0]);
	if (len == 8)
		*mpidr = *mpidr << 32 | be32_to_cpu(reg[1]);
	return true;
}

void cpus_init(void)
{
	struct fdt_node node = { .props = NULL };
	u64 mpidr;

	while (count < MAX_CPUS && fdt_next_device_type("cpu", &node)) {
		const char *method;
		u32 len;

		method = fdt_prop(&node, "enable-method", &len);
		if (!method || strcmp(method, "psci") || !mpidr_of(&node, &mpidr) ||
		    mpidr == cpus[0].mpidr)
			continue;
		cpus[count].mpidr = mpidr;
		cpus[count].stack = stacks[count - 1].stack + STACK_PAGES;
		cpus[count].exception_stack =
			stacks[count - 1].exception_stack + EXCEPTION_STACK_PAGES;
		unmap_guard_page((u64)stacks[count - 1].guard);
		unmap_guard_page((u64)stacks[count - 1].exception_guard);
		gic_add_cpu(mpidr, STOP_INTID);
		count++;
	}
}

/* On the CPU itself, each time that it is turned on. */
void secondary_main(struct cpu *cpu)
{
	cpu->guard_top = NULL;
	cpu->case_guard = NULL;
	cpu->exception_sp = (u64)cpu->exception_stack;
	cpu->stop = STOP_NOT;
	gic_cpu_init(STOP_INTID);
	/* It may be awaited already. */
	stop_here(NULL);
	local_irq_enable();
	cpu->fault = CATCH(cpu->fn(cpu->arg));
	local_irq_disable();
	stop_machine_abandon(cpu_number());
	__atomic_store_n(&cpu->running, false, __ATOMIC_RELEASE);
	psci_cpu_off();
	for (;;)
		asm volatile("wfi");
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
	cpu->context = (struct context){ 0, 0 };
	/* Nobody may stop this CPU before the other one is on: it would be waited for in vain. */
	local_irq_save(flags);
	__atomic_store_n(&cpu->running, true, __ATOMIC_RELEASE);
	dsb(ish);
	/* It may still be on its way to being off. */
	do {
		err = psci_cpu_on(cpu->mpidr, __pa_symbol(secondary_entry), (u64)cpu);
	} while (err == PSCI_ALREADY_ON || err == PSCI_ON_PENDING);
	if (err)
		cpu->running = false;
	local_irq_restore(flags);
	if (err)
		case_error("PSCI does not turn CPU %u on: %ld", number, err);
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
	return collect(read_sysreg(cntvct_el0) + COLLECT_MS * read_sysreg(cntfrq_el0) / 1000);
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
