// SPDX-License-Identifier: GPL-2.0-only
#include <asm/memory.h>
#include <sct/cpu.h>

static struct cpu cpus[1];

void cpu_init(void)
{
	cpus[0].exception_stack = exception_stack_top;
	cpus[0].exception_sp = (u64)exception_stack_top;
	write_sysreg(&cpus[0], tpidr_el1);
}
