// SPDX-License-Identifier: GPL-2.0-only
/* Before and after a function on another CPU: what it must leave there as it was. */
#include <asm/sysreg.h>
#include <sct/context.h>
#include <sct/cpu_balance.h>
#include <sct/needs.h>
#include <sct/report.h>

void cpu_balance_begin(struct cpu_balance *balance)
{
	balance->daif_before = read_sysreg(daif);
	set_x18();
}

void cpu_balance_end(struct cpu_balance *balance)
{
	balance->daif = read_sysreg(daif);
	balance->x18 = read_x18();
	balance->preempt_count = this_context()->preempt_count;
	balance->cpus_read_locks = this_context()->cpus_read_locks;
}

void cpu_balance_check(const struct cpu_balance *balance, unsigned int cpu)
{
	if (balance->daif != balance->daif_before)
		case_fail(__FILE__, __LINE__,
			  "interrupts are left masked: DAIF 0x%lx on CPU %u, 0x%lx before",
			  balance->daif, cpu, balance->daif_before);
	if (balance->preempt_count)
		case_fail(__FILE__, __LINE__,
			  "preemption is left %s: preempt_count is %d on CPU %u",
			  balance->preempt_count > 0 ? "disabled" : "enabled once too often",
			  balance->preempt_count, cpu);
	if (balance->cpus_read_locks)
		case_fail(__FILE__, __LINE__, "cpus_read_lock() is left held, %d times on CPU %u",
			  balance->cpus_read_locks, cpu);
	if (balance->x18 != X18_PATTERN && runtime_keeps_x18())
		case_fail(
			__FILE__, __LINE__,
			"x18 is changed, the shadow call stack's pointer, on CPU %u: expected 0x%lx, got 0x%lx",
			cpu, X18_PATTERN, balance->x18);
}
