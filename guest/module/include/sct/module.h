/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Between the two halves of the module: the bench, which knows nothing of Linux (guest/module/bench
 * and what all runtimes share), and the glue, which is made of Linux's own headers
 * (guest/module/linux). Both include this file, so it has plain C alone.
 */
#ifndef _SCT_MODULE_H
#define _SCT_MODULE_H

/* An exception as Linux took it. */
struct module_exception {
	unsigned long long regs[31];
	unsigned long long sp, pc, pstate, esr, far;
};

/* What the glue finds out before the first case. */
struct module_start {
	const char *args;	   /* words of the form key=value */
	const char *release;	   /* of the kernel: uname -r */
	unsigned long long kernel; /* _stext: where its text begins */
	unsigned long long *stack; /* the lowest word of the stack that the cases run on */
	unsigned long long cpuid;  /* MIDR_EL1 */
	unsigned int cpus;
	unsigned long long second; /* the task that stands for another CPU, 0: there is none */
	_Bool guarded;		   /* the kernel's text is guarded, and BTI is enforced there */
	_Bool signs;		   /* return addresses are signed in the kernel */
	_Bool checks_types;	   /* kCFI */
	unsigned int page_k;	   /* KiB */
};

/* The bench's. */

/* Runs the cases that the arguments name, and prints what came of them. */
void module_main(const struct module_start *start);
/*
 * What becomes of an exception of the thread that runs the cases: the guard to which it unwinds,
 * for module_land() to go on from; NULL if it is not the bench's to take.
 */
void *module_on_exception(const struct module_exception *exception);
/* The same of the timer. */
void *module_on_timer(const struct module_exception *exception);
/* On the second CPU, each time that the bench has started it: runs what a case gives it. */
void module_second_main(void);
/* On a CPU that glue_interrupt() names: in a hard interrupt of its task. */
void module_on_interrupt(void);
/* Code, not to be called: goes on behind the guard that x0 points to. */
void module_land(void);
/* The bench's memory that can be executed. */
extern char module_text_start[], module_text_end[];
extern char module_tramps_start[], module_tramps_end[];
extern char module_rodata_start[], module_rodata_end[];

/* The glue's. */

/* Prints one line; `goes_on`: the next one is the rest of it. */
void glue_print(const char *line, _Bool goes_on);
/* Calls module_on_timer() in so many microseconds, once; 0: not any more. */
void glue_timer(unsigned long long microseconds);
/* The second CPU's task calls module_second_main(), once; with interrupts masked, too. */
void glue_second_start(void);
/* Interrupts the task of the first CPU (0) or the second (1); with interrupts masked, too. */
void glue_interrupt(unsigned int cpu);
/*
 * Maps the page of the module's that `code` lies in at an address of Linux's, writable or, with
 * `executable`, as a module's code is; false if there is no room at just that address.
 */
_Bool glue_map(unsigned long long at, unsigned long long code, _Bool executable);
void glue_unmap(unsigned long long at);
/* Whether addresses of Linux's reach so far: they have 39 bits in some kernels. */
_Bool glue_has_addresses(unsigned long long at);
/* Puts a kprobe on an instruction, one at a time: 0, or Linux's negative errno. */
int glue_probe(const void *at);
void glue_unprobe(void);
/* Copies eight bytes of the kernel's memory; false if nothing is mapped there. */
_Bool glue_read(const void *from, void *to);
/* Writes them, to read-only memory too. */
void glue_write(void *to, unsigned long long value);
/* Whether a symbol is exported to modules. */
_Bool glue_is_exported(const char *name);
/* What code of the kernel's is called: function+0xOFFSET. */
void glue_name(unsigned long long at, char *to, unsigned int room);
/* Where a symbol of the kernel's is, and whether it is to be found at all. */
unsigned long glue_symbol(const char *name);
/*
 * Probe 0 or 1 of the peer's tracepoint: 0, or Linux's negative errno. -ENODEV: this kernel has
 * none.
 */
int glue_trace_probe(unsigned int which, _Bool on);
/* The sum of what a probe was given since it was last asked. */
unsigned long glue_trace_noted(unsigned int which);
/* Where the last probe was called. */
unsigned long glue_trace_caller(void);
/*
 * How often vmlinux called a probe of a tracepoint of its own, of one time with the probe and one
 * without. -ENOENT: its calls take no trampoline; -ENODEV: it has no tracepoints.
 */
int glue_trace_vmlinux(unsigned long *calls);
/* Traces all functions. -ENODEV: not in this kernel. */
int glue_trace_functions(_Bool on);
/* How often int_sqrt() was seen since it was last asked. */
unsigned long glue_traced(void);
/* What the kernel's own decoder says of an ADRP: bytes. */
long long glue_adrp_offset(unsigned int insn);
/* Whether whoever has loaded this module lends a process that loads another. */
_Bool glue_has_helper(void);
/* Loads sct_late, or unloads it: 0, or a negative errno. */
int glue_load_late(_Bool forgets);
int glue_unload_late(void);
/*
 * Has perf count an event of PMUv3, by its number, on this CPU from now on: 0, or a negative errno.
 * `which` is below GLUE_COUNTERS, and each is asked once. In which of the CPU's counters it is, is
 * not said.
 */
#define GLUE_COUNTERS	8
int glue_count(unsigned int which, unsigned int event);
/* Gives all of them back. */
void glue_count_no_more(void);
/* A NULL call and a RET0 call of the generic flavour, compiled as the kernel's own. */
void generic_calls_null(void);
unsigned long generic_calls_ret0(unsigned long x);
/* The end of all: the machine goes down at once. */
void glue_die(void) __attribute__((__noreturn__));

#endif
