// SPDX-License-Identifier: GPL-2.0-only
/*
 * CPUs without PSCI: firmware has them wait for an address in memory (booting.rst, spin-table),
 * once. So they are fetched when the boot begins, and wait here between what cases give them.
 */
#include <asm/barrier.h>
#include <asm/byteorder.h>
#include <asm/cacheflush.h>
#include <asm/fixmap.h>
#include <asm/memory.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/cpu.h>
#include <sct/platform.h>
#include <sct/spin_table.h>
#include <sct/stop.h>

/* How long a CPU may take from firmware's loop to this one. */
#define ARRIVE_MS	1000

/* arch/secondary.S, where a CPU that was let go finds out which it is. */
void spin_table_entry(void);
struct spin_table_cpu spin_table[MAX_CPUS];
_Static_assert(offsetof(struct spin_table_cpu, mpidr) == SPIN_TABLE_MPIDR, "SPIN_TABLE_MPIDR");
_Static_assert(offsetof(struct spin_table_cpu, cpu) == SPIN_TABLE_CPU, "SPIN_TABLE_CPU");
_Static_assert(sizeof(struct spin_table_cpu) == SPIN_TABLE_SIZE, "SPIN_TABLE_SIZE");

static bool waits[MAX_CPUS];

static unsigned int number_of(const struct cpu *cpu)
{
	return (unsigned int)(cpu - cpu_at(0));
}

bool spin_table_has(const struct cpu *cpu)
{
	return spin_table[number_of(cpu)].cpu;
}

/* For a CPU whose MMU is off. */
static void clean(const volatile void *at, size_t size)
{
	dcache_clean_inval_poc((unsigned long)at, (unsigned long)at + size);
}

void spin_table_fetch(struct cpu *cpu, phys_addr_t release)
{
	struct spin_table_cpu *entry = &spin_table[number_of(cpu)];
	volatile u64 *address;

	entry->mpidr = cpu->mpidr;
	entry->cpu = cpu;
	clean(entry, sizeof(*entry));
	__set_fixmap(FIX_SCRATCH, ALIGN_DOWN(release, PAGE_SIZE), PAGE_KERNEL);
	address = (volatile u64 *)(fix_to_virt(FIX_SCRATCH) + (release & (PAGE_SIZE - 1)));
	*address = __pa_symbol(spin_table_entry);
	clean(address, sizeof(*address));
	clear_fixmap(FIX_SCRATCH);
	asm volatile("sev");
}

/*
 * An interrupt ends WFI though it is masked; where there is none to send, WFE waits for the event.
 * QEMU does not sleep in WFE: a CPU in it costs a host's.
 */
static bool by_interrupt(void)
{
	return strcmp(gic_delivery(), "none");
}

void spin_table_wait(struct cpu *cpu)
{
	__atomic_store_n(&waits[number_of(cpu)], true, __ATOMIC_RELEASE);
	while (!cpu_running(number_of(cpu))) {
		if (by_interrupt()) {
			asm volatile("wfi");
			gic_end(gic_ack(GIC_IRQ), GIC_IRQ);
		} else {
			asm volatile("wfe");
		}
	}
	/* What others did to the page tables meanwhile they may not have told it. */
	asm volatile("tlbi vmalle1; dsb nsh; isb" : : : "memory");
}

bool spin_table_wake(struct cpu *cpu)
{
	u64 deadline = read_sysreg(cntvct_el0) + ARRIVE_MS * read_sysreg(cntfrq_el0) / 1000;

	while (!__atomic_load_n(&waits[number_of(cpu)], __ATOMIC_ACQUIRE))
		if (read_sysreg(cntvct_el0) > deadline)
			return false;
	if (by_interrupt())
		gic_interrupt_others(STOP_INTID);
	else
		asm volatile("dsb ish; sev");
	return true;
}
