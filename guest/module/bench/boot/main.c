// SPDX-License-Identifier: GPL-2.0-only
/* From the glue's hands back to them. */
#include <asm/memory.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/args.h>
#include <sct/console.h>
#include <sct/cpu.h>
#include <sct/features.h>
#include <sct/platform.h>
#include <sct/session.h>
#include <sct/started.h>
#include <sct/taken.h>

const struct module_start *started;

extern char __sct_cases_start[], __start___ex_table[];
/* Until a debugger lets it go on: where the sections are that it cannot know (wait.S). */
void module_wait(char *text, char *tramps, char *rodata, char *cases, char *fixups, struct cpu *cpu,
		 u64 vectors);

void module_main(const struct module_start *start)
{
	started = start;
	cpu_init();
	cpus_init();
	console_register(console_putc_printk);
	watchdog_init();
	taken_init();
	names_init();
	session_begin(
		boot_args(),
		"kind=module release=%s midr=0x%lx page=%u bti=%u pac=%u cfi=%u base=0x%lx tramps=0x%lx kernel=0x%lx cntfrq=%lu watchdog=timer cpus=%u",
		start->release, (u64)start->cpuid, start->page_k, cpu_has_bti(), cpu_has_pac(),
		start->checks_types, (u64)module_text_start, (u64)module_tramps_start,
		(u64)start->kernel, read_sysreg(cntfrq_el0), start->cpus);
	if (boot_arg_u64("sct.debugger", 0))
		module_wait(module_text_start, module_tramps_start, module_rodata_start,
			    __sct_cases_start, __start___ex_table, this_cpu(),
			    read_sysreg(vbar_el1));
	session_run();
}
