/* SPDX-License-Identifier: GPL-2.0-only */
/* CPUs that firmware keeps in a spin-table. */
#ifndef _SCT_SPIN_TABLE_H
#define _SCT_SPIN_TABLE_H

/* arch/secondary.S knows these. */
#define SPIN_TABLE_MPIDR	0
#define SPIN_TABLE_CPU		8
#define SPIN_TABLE_SIZE		16

#ifndef __ASSEMBLY__
#include <sct/cpu.h>

/* Read with the MMU off; `cpu` is NULL until it is wanted. */
struct spin_table_cpu {
	u64 mpidr;
	struct cpu *cpu;
};

/* Lets a CPU go that waits for the word at `release` (cpu-release-addr), into secondary_main(). */
void spin_table_fetch(struct cpu *cpu, phys_addr_t release);
bool spin_table_has(const struct cpu *cpu);
/* On that CPU: waits, with interrupts masked, until it has something to run. */
void spin_table_wait(struct cpu *cpu);
/* Ends that wait; false if the CPU has never come to it. */
bool spin_table_wake(struct cpu *cpu);
#endif

#endif
