// SPDX-License-Identifier: GPL-2.0-only
/* From the kernel's hands to exit_group(). */
#include <asm/memory.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/args.h>
#include <sct/console.h>
#include <sct/cpu.h>
#include <sct/features.h>
#include <sct/linux.h>
#include <sct/platform.h>
#include <sct/process.h>
#include <sct/runner.h>
#include <sct/session.h>
#include <sct/taken.h>

void process_prepare(u64 *stack);
void __noreturn process_main(void);

static void say(const char *text)
{
	linux_call(SYS_WRITE, 2, text, strlen(text));
}

/* Before anything is as it must be: on the kernel's stack, and by its own mappings. */
void process_prepare(u64 *stack)
{
	const char *what;
	char text[160];
	u64 *word;
	long err;

	process_start.argc = (int)stack[0];
	process_start.argv = (char **)(stack + 1);
	for (word = stack + 1 + process_start.argc + 1; *word; word++) /* the environment */
		;
	for (word++; *word != AT_NULL; word += 2) {
		if (word[0] == AT_HWCAP)
			process_start.hwcap = word[1];
		else if (word[0] == AT_HWCAP2)
			process_start.hwcap2 = word[1];
		else if (word[0] == AT_PAGESZ)
			process_start.page_size = word[1];
	}
	err = map_image(&what);
	if (!err)
		return;
	snprintf(text, sizeof(text), "sct: %s fails here with errno %ld: nothing can be judged\n",
		 what, -err);
	say(text);
	linux_call(SYS_EXIT_GROUP, PROCESS_BENCH);
}

void process_main(void)
{
	unsigned int cases;

	cpu_init();
	console_register(console_putc_stdout);
	signals_init();
	boot_args_init();
	watchdog_init();
	cpus_init();
	taken_init();
	session_begin(
		default_args,
		"kind=process midr=0x%lx page=%lu bti=%u pac=%u base=0x%lx cntfrq=%lu watchdog=timer cpus=%u",
		process_midr(), process_start.page_size / SZ_1K, cpu_has_bti(), cpu_has_pac(),
		(u64)_text, read_sysreg(cntfrq_el0), cpu_count());
	cases = session_run();
	if (cases == 0 || worst_verdict == SCT_ERROR)
		process_exit(PROCESS_BENCH);
	process_exit(worst_verdict == SCT_FAIL ? PROCESS_FAILED : PROCESS_PASSED);
}
