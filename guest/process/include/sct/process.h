/* SPDX-License-Identifier: GPL-2.0-only */
/* What the files of the process runtime share. */
#ifndef _SCT_PROCESS_H
#define _SCT_PROCESS_H

#include <linux/compiler.h>
#include <linux/types.h>

/* What the kernel said of itself and of the CPU when it started the process. */
struct process_start {
	int argc;
	char **argv;
	u64 hwcap, hwcap2, page_size;
};
extern struct process_start process_start;

/* MIDR_EL1, which Linux lets a process read where it says so (HWCAP_CPUID); 0 elsewhere. */
u64 process_midr(void);

/*
 * Maps the image anew, all of it from one memfd, each region with its final attributes. Runs on the
 * kernel's stack, before anything under test does. Returns a negative errno and what failed.
 */
long map_image(const char **what);

/* Handlers, and for each thread the stack that they run on. */
void signals_init(void);
void signals_thread_init(void);
/* What a thread blocks while it runs cases, or what a case gave it. */
u64 signals_blocked(void);

/* In a handler: the thread is to stop, now or as soon as it lets itself be interrupted. */
void thread_stop(void);

/* The console: stdout. */
void console_putc_stdout(char c);
void console_flush(void);

/* Exit codes: all passed, something failed, the bench itself erred. */
#define PROCESS_PASSED	0
#define PROCESS_FAILED	1
#define PROCESS_BENCH	4
void __noreturn process_exit(int code);

#endif
