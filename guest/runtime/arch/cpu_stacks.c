// SPDX-License-Identifier: GPL-2.0-only
/* The stacks of the CPUs but the first. */
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <linux/kernel.h>
#include <sct/cpu.h>

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

void cpu_stacks(struct cpu *cpu, unsigned int number)
{
	__typeof__(stacks[0]) *own = &stacks[number - 1];

	cpu->stack = own->stack + STACK_PAGES;
	cpu->exception_stack = own->exception_stack + EXCEPTION_STACK_PAGES;
	unmap_guard_page((u64)own->guard);
	unmap_guard_page((u64)own->exception_guard);
}
