// SPDX-License-Identifier: GPL-2.0-only
/*
 * The copies of .data..percpu that the CPUs but the first have: made when one is first asked for.
 */
#include <asm/barrier.h>
#include <linux/bug.h>
#include <linux/percpu.h>
#include <linux/smp.h>
#include <linux/string.h>
#include <sct/cpu.h>

/* kernel.lds */
extern char __per_cpu_start[], __per_cpu_end[];

static char copies[MAX_CPUS - 1][SZ_4K] __aligned(64);
static char *base[MAX_CPUS];

unsigned long __per_cpu_offset(unsigned int cpu)
{
	size_t size = (size_t)(__per_cpu_end - __per_cpu_start);

	if (cpu == 0)
		return 0;
	BUG_ON(cpu >= MAX_CPUS || size > sizeof(copies[0]));
	if (!smp_load_acquire(&base[cpu])) {
		memcpy(copies[cpu - 1], __per_cpu_start, size);
		smp_store_release(&base[cpu], copies[cpu - 1]);
	}
	return (unsigned long)(base[cpu] - __per_cpu_start);
}

unsigned long __this_cpu_offset(void)
{
	return __per_cpu_offset(cpu_number());
}
