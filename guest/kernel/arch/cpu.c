// SPDX-License-Identifier: GPL-2.0-only
/* The CPUs as the device tree names them, and how they are turned on and off. */
#include <asm/byteorder.h>
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/cpu.h>
#include <sct/fdt.h>
#include <sct/platform.h>
#include <sct/spin_table.h>
#include <sct/stop.h>

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

/* A property of a CPU's node that is one number, in one cell or two. */
static bool number(const struct fdt_node *node, const char *name, u64 *value)
{
	u32 len = 0;
	const __be32 *cells = fdt_prop(node, name, &len);

	if (!cells || (len != 4 && len != 8))
		return false;
	*value = be32_to_cpu(cells[0]);
	if (len == 8)
		*value = *value << 32 | be32_to_cpu(cells[1]);
	return true;
}

void cpus_init(void)
{
	struct fdt_node node = { .props = NULL };
	u64 mpidr, release;

	while (cpu_count() < MAX_CPUS && fdt_next_device_type("cpu", &node)) {
		const char *method;
		bool spins;
		struct cpu *cpu;
		u32 len;

		method = fdt_prop(&node, "enable-method", &len);
		if (!method || !number(&node, "reg", &mpidr) || mpidr == cpu_at(0)->mpidr)
			continue;
		spins = !strcmp(method, "spin-table") &&
			number(&node, "cpu-release-addr", &release);
		if (!spins && strcmp(method, "psci"))
			continue;
		cpu = cpu_add();
		cpu->mpidr = mpidr;
		cpu_stacks(cpu, cpu_count() - 1);
		gic_add_cpu(mpidr, STOP_INTID);
		if (spins)
			spin_table_fetch(cpu, release);
	}
}

/* On the CPU itself, each time that it is turned on; a spin-table does that once. */
void secondary_main(struct cpu *cpu)
{
	cpu->exception_sp = (u64)cpu->exception_stack;
	gic_cpu_init(STOP_INTID);
	while (spin_table_has(cpu)) {
		spin_table_wait(cpu);
		cpu_run(cpu);
	}
	cpu_run(cpu);
	psci_cpu_off();
	for (;;)
		asm volatile("wfi");
}

s64 cpu_turn_on(struct cpu *cpu)
{
	s64 err;

	if (spin_table_has(cpu))
		return spin_table_wake(cpu) ? 0 : PSCI_NOT_SUPPORTED;
	/* It may still be on its way to being off. */
	do {
		err = psci_cpu_on(cpu->mpidr, __pa_symbol(secondary_entry), (u64)cpu);
	} while (err == PSCI_ALREADY_ON || err == PSCI_ON_PENDING);
	return err;
}
