// SPDX-License-Identifier: GPL-2.0-only
/* From the glue's hands back to them. */
#include <asm/memory.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/args.h>
#include <sct/console.h>
#include <sct/cpu.h>
#include <sct/features.h>
#include <sct/platform.h>
#include <sct/runner.h>
#include <sct/started.h>
#include <sct/taken.h>

const struct module_start *started;

void module_main(const struct module_start *start)
{
	char run[40] = "", image[40];
	unsigned int cases;

	started = start;
	cpu_init();
	cpus_init();
	console_register(console_putc_printk);
	boot_arg("sct.run", run, sizeof(run));
	watchdog_init();
	taken_init();
	names_init();
	console_sum_start();
	printk("# sct boot run=%s kind=module release=%s midr=0x%lx page=%u bti=%u pac=%u cfi=%u base=0x%lx tramps=0x%lx kernel=0x%lx cntfrq=%lu watchdog=timer cpus=%u",
	       run, start->release, (u64)start->cpuid, start->page_k, cpu_has_bti(), cpu_has_pac(),
	       start->checks_types, (u64)module_text_start, (u64)module_tramps_start,
	       (u64)start->kernel, read_sysreg(cntfrq_el0), start->cpus);
	if (boot_arg("sct.image", image, sizeof(image)))
		printk(" image=%s", image);
	console_sum();
	bench_reset();
	cases = run_cases();
	printk("# sct end run=%s cases=%u", run, cases);
	console_sum();
}
