// SPDX-License-Identifier: GPL-2.0-only
/* From the boot stub to power-off. */
#include <asm/memory.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/alarm.h>
#include <sct/args.h>
#include <sct/boot.h>
#include <sct/cpu.h>
#include <sct/fdt.h>
#include <sct/features.h>
#include <sct/memory.h>
#include <sct/platform.h>
#include <sct/session.h>
#include <sct/stop.h>
#include <sct/taken.h>

void kernel_main(phys_addr_t fdt, u64 entry_el)
{
	cpu_init();
	fdt_init((const void *)(FDT_WINDOW + (fdt & (PAGE_SIZE - 1))));
	psci_init();
	boot_args_init();
	if (!uart_init())
		boot_failure(
			"no console: neither earlycon= nor the device tree names a known UART");
	gic_init();
	watchdog_init();
	alarm_init();
	gic_enable(STOP_INTID, GIC_IRQ);
	cpus_init();
	taken_init();

	session_begin(
		default_args,
		"midr=0x%lx entry-el=%lu el=%u page=%lu bti=%u pac=%u base=0x%lx cntfrq=%lu watchdog=%s",
		read_sysreg(midr_el1), entry_el, running_at_el2() ? 2 : 1, PAGE_SIZE / SZ_1K,
		cpu_has_bti(), cpu_has_pac(), (u64)_text, read_sysreg(cntfrq_el0), gic_delivery());
	/* With .bss beyond the end of RAM nothing below could be believed. */
	if (!memory_holds(__pa_symbol(_text), __pa_symbol(_end)))
		boot_failure("the device tree names no memory that holds the image, 0x%lx to 0x%lx",
			     __pa_symbol(_text), __pa_symbol(_end));
	session_run();
	power_off();
}
