// SPDX-License-Identifier: GPL-2.0-only
/* The CPUs: the one that runs the cases, and a thread of Linux's that is bound to another. */
#include <asm/sysreg.h>
#include <sct/cpu.h>
#include <sct/module.h>
#include <sct/platform.h>
#include <sct/started.h>
#include <sct/stop.h>

u64 module_second, module_cpus[2];

void cpu_init(void)
{
	module_second = started->second;
	module_cpus[0] = (u64)cpu_at(0);
}

void cpus_init(void)
{
	/* Two see one another. */
	if (module_second)
		module_cpus[1] = (u64)cpu_add();
}

s64 cpu_turn_on(struct cpu *cpu __maybe_unused)
{
	glue_second_start();
	return 0;
}

void module_second_main(void)
{
	cpu_run(this_cpu());
}

void gic_interrupt_others(unsigned int sgi __maybe_unused)
{
	if (cpu_online(cpu_number() ? 0 : 1))
		glue_interrupt(cpu_number() ? 0 : 1);
}

void module_on_interrupt(void)
{
	stop_here(NULL);
}
