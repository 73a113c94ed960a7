// SPDX-License-Identifier: GPL-2.0-only
/* The CPUs as the device tree names them and PSCI turns them on and off. */
#include <asm/byteorder.h>
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/cpu.h>
#include <sct/fdt.h>
#include <sct/platform.h>
#include <sct/stop.h>

/*
 * MPIDR_EL1.Aff3 to Aff0, without the bits between them that say other things (Arm ARM D24.2.98).
 */
#define MPIDR_AFFINITY	0xff00ffffffUL

/* arch/secondary.S */
void secondary_entry(void);
void __noreturn secondary_main(struct cpu *cpu);

void cpu_init(void)
{
	cpu_at(0)->exception_stack = exception_stack_top;
	cpu_at(0)->exception_sp = (u64)exception_stack_top;
	cpu_at(0)->mpidr = read_sysreg(mpidr_el1) & MPIDR_AFFINITY;
	write_sysreg(cpu_at(0), tpidr_el1);
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

	while (cpu_count() < MAX_CPUS && fdt_next_device_type("cpu", &node)) {
		const char *method;
		struct cpu *cpu;
		u32 len;

		method = fdt_prop(&node, "enable-method", &len);
		if (!method || strcmp(method, "psci") || !mpidr_of(&node, &mpidr) ||
		    mpidr == cpu_at(0)->mpidr)
			continue;
		cpu = cpu_add();
		cpu->mpidr = mpidr;
		cpu_stacks(cpu, cpu_count() - 1);
		gic_add_cpu(mpidr, STOP_INTID);
	}
}

/* On the CPU itself, each time that it is turned on. */
void secondary_main(struct cpu *cpu)
{
	cpu->exception_sp = (u64)cpu->exception_stack;
	gic_cpu_init(STOP_INTID);
	cpu_run(cpu);
	psci_cpu_off();
	for (;;)
		asm volatile("wfi");
}

s64 cpu_turn_on(struct cpu *cpu)
{
	s64 err;

	/* It may still be on its way to being off. */
	do {
		err = psci_cpu_on(cpu->mpidr, __pa_symbol(secondary_entry), (u64)cpu);
	} while (err == PSCI_ALREADY_ON || err == PSCI_ON_PENDING);
	return err;
}
