// SPDX-License-Identifier: GPL-2.0-only
/*
 * Signals are what a process sees of exceptions. What the kernel says of one is put into the terms
 * of ESR_EL1, as an exception from EL1 would be told: kernels and emulators differ in what they
 * say, and a case is to be the same everywhere.
 */
#include <asm/extable.h>
#include <asm/memory.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/cpu.h>
#include <sct/exception.h>
#include <sct/hang.h>
#include <sct/linux.h>
#include <sct/platform.h>
#include <sct/process.h>
#include <sct/report.h>
#include <sct/timer.h>
#include <sct/unwind.h>

exception_watch_fn *exception_watch;

#define PSTATE_BTYPE	(3UL << 10)
#define PSTATE_F	(1UL << 6)
#define AGAIN_HZ	1000

#define ESR_EC_SHIFT	26
#define ESR_IL		(1UL << 25)
#define ESR(ec, iss)	((u64)(ec) << ESR_EC_SHIFT | ESR_IL | (iss))
/* ESR_EL1.EC, Arm ARM (DDI 0487) D24.2.40: aborts from a lower exception level, and others. */
#define EC_UNKNOWN	0x00
#define EC_IABORT_LOWER	0x20
#define EC_PC_ALIGNMENT	0x22
/* ISS of aborts: WnR; the status codes of a translation and of a permission fault at level 3. */
#define ISS_WRITE	(1UL << 6)
#define ISS_TRANSLATION	0x07
#define ISS_PERMISSION	0x0f
#define ISS_ALIGNMENT	0x21
#define ISS_EXTERNAL	0x10

/* What the kernel says of the syndrome, if it does; 0 if not. */
static u64 told_esr(const struct linux_sigcontext *context)
{
	const u8 *at = context->reserved, *end = at + sizeof(context->reserved);

	while (at + sizeof(struct linux_esr_record) <= end) {
		const struct linux_esr_record *record = (const struct linux_esr_record *)at;

		if (record->magic == ESR_MAGIC)
			return record->esr;
		if (record->magic == 0 || record->size < 8)
			return 0;
		at += record->size;
	}
	return 0;
}

/*
 * Loads and stores, Arm ARM C4.1.94: bits 29:27 tell exclusives, pairs and single registers; of the
 * former two bit 22 is set in a load, of the latter 23:22 are 0 in a store.
 */
static bool is_store(u32 insn)
{
	switch (insn >> 27 & 7) {
	case 1:
	case 5:
		return !(insn & BIT(22));
	case 7:
		return !(insn & (3UL << 22));
	default:
		return false;
	}
}

/*
 * Whether it checks a signature, Arm ARM C4.1: AUT* among the hints, AUT* of one register, RETA*,
 * BRA* and BLRA*, LDRA*.
 */
static bool authenticates(u32 insn)
{
	return (insn & 0xfffffd9f) == 0xd503219f || (insn & 0xffffd000) == 0xdac11000 ||
	       (insn & 0xfe00f800) == 0xd6000800 || (insn & 0xff200400) == 0xf8200400;
}

/* A fault at a page: of the fetch itself, or of the instruction's own access. */
static u64 esr_of_access(const struct linux_siginfo *info, const struct pt_regs *regs, u64 told,
			 u64 status)
{
	bool fetch = told ? ESR_EC(told) == EC_IABORT_LOWER : info->addr == regs->pc;
	bool write;

	if (fetch)
		return ESR(ESR_EC_IABORT, status);
	write = told ? told & ISS_WRITE : is_store(*(const u32 *)regs->pc);
	return ESR(ESR_EC_DABORT, status | (write ? ISS_WRITE : 0));
}

static u64 esr_of(int signal, const struct linux_siginfo *info, const struct pt_regs *regs,
		  u64 told)
{
	u64 btype = SPSR_BTYPE(regs->pstate);

	switch (signal) {
	case SIGILL:
		/* Linux says no more of a missing landing pad than this. */
		if (btype)
			return ESR_BTI(btype);
		/* Linux says ILL_ILLOPN of FPAC alone, qemu-aarch64 of whatever is undefined. */
		if (ESR_EC(told) == ESR_EC_FPAC ||
		    (info->code == ILL_ILLOPN && authenticates(*(const u32 *)regs->pc)))
			return ESR(ESR_EC_FPAC, 0);
		return ESR(EC_UNKNOWN, 0);
	case SIGTRAP:
		return ESR(ESR_EC_BRK, *(const u32 *)regs->pc >> 5 & 0xffff);
	case SIGBUS:
		if (info->code != BUS_ADRALN)
			return esr_of_access(info, regs, told, ISS_EXTERNAL);
		if (info->addr == regs->pc)
			return ESR(EC_PC_ALIGNMENT, 0);
		return esr_of_access(info, regs, told, ISS_ALIGNMENT);
	default:
		/*
		 * A page of a memfd that nobody has touched yet is not there, whatever the mapping
		 * allows: it is what the mapping allows that counts.
		 */
		return esr_of_access(info, regs, told,
				     info->code == SEGV_MAPERR ? ISS_TRANSLATION : ISS_PERMISSION);
	}
}

/*
 * What is undefined at EL0 alone, Arm ARM C4.1.94: system instructions and registers, but for hints
 * and barriers, which nobody refuses; HVC, SMC and ERET.
 */
static bool is_privileged(u32 insn)
{
	return (insn & 0xffc00000) == 0xd5000000 || (insn & 0xffe0001e) == 0xd4000002 ||
	       insn == 0xd69f03e0;
}

static struct pt_regs regs_of(const struct linux_sigcontext *context)
{
	struct pt_regs regs = {
		.sp = context->sp,
		.pc = context->pc,
		.pstate = context->pstate,
	};

	memcpy(regs.regs, context->regs, sizeof(regs.regs));
	return regs;
}

static void return_with(struct linux_ucontext *context, const struct pt_regs *regs)
{
	memcpy(context->mcontext.regs, regs->regs, sizeof(regs->regs));
	context->mcontext.sp = regs->sp;
	context->mcontext.pc = regs->pc;
	context->mcontext.pstate = regs->pstate & ~PSTATE_BTYPE;
}

/* Wherever it was, in a handler too, the thread goes on behind its guard as it was there. */
static void unwind(struct linux_ucontext *context, struct pt_regs *regs, struct guard *guard,
		   const struct fault *fault)
{
	guard_unwind(regs, guard, fault);
	this_cpu()->daif = guard->daif;
	context->sigmask = signals_blocked();
	return_with(context, regs);
}

static void __noreturn panic_at(const char *what, const struct fault *fault)
{
	printk("# sct panic %s\n", what);
	fault_print(fault);
	power_off();
}

static void on_fault(int signal, const struct linux_siginfo *info, struct linux_ucontext *context)
{
	struct pt_regs regs = regs_of(&context->mcontext);
	struct fault fault;

	regs.esr = esr_of(signal, info, &regs, told_esr(&context->mcontext));
	regs.far = info->addr;
	if (signal == SIGILL && ESR_EC(regs.esr) == EC_UNKNOWN &&
	    is_privileged(*(const u32 *)regs.pc))
		case_unjudged("not judged here: it executes an instruction that a process may not",
			      regs.pc);
	if (exception_watch && cpu_number() == 0)
		exception_watch(&regs, 0);
	if (fixup_exception(&regs)) {
		return_with(context, &regs);
		return;
	}
	fault = fault_of(&regs, FAULT_SYNC);
	if (!this_cpu()->guard_top)
		panic_at("exception outside any case", &fault);
	unwind(context, &regs, this_cpu()->guard_top, &fault);
}

static void on_alarm(int signal __maybe_unused, const struct linux_siginfo *info __maybe_unused,
		     struct linux_ucontext *context)
{
	struct pt_regs regs = regs_of(&context->mcontext);
	struct fault fault;

	/* What masks FIQs masks the watchdog, too: it looks in again. */
	if (this_cpu()->daif & PSTATE_F) {
		timer_set(read_sysreg(cntvct_el0) + read_sysreg(cntfrq_el0) / AGAIN_HZ);
		return;
	}
	watchdog_start(0);
	if (!this_cpu()->case_guard || !hang_is_certain(regs.pc))
		return;
	fault = fault_of(&regs, FAULT_WATCHDOG);
	unwind(context, &regs, this_cpu()->case_guard, &fault);
}

static void on_stop(int signal __maybe_unused, const struct linux_siginfo *info __maybe_unused,
		    struct linux_ucontext *context __maybe_unused)
{
	thread_stop();
}

typedef void handler_fn(int signal, const struct linux_siginfo *info,
			struct linux_ucontext *context);

static void handle(int signal, handler_fn *handler, u64 blocked)
{
	const struct linux_sigaction action = {
		.handler = (void *)handler,
		.flags = SA_SIGINFO | SA_ONSTACK,
		.mask = blocked,
	};

	linux_call(SYS_RT_SIGACTION, signal, &action, NULL, sizeof(action.mask));
}

u64 signals_blocked(void)
{
	/* The watchdog is thread 0's. */
	return cpu_number() == 0 ? 0 : SIGBIT(SIGALRM);
}

void signals_thread_init(void)
{
	const struct cpu *cpu = this_cpu();
	const struct linux_stack stack = {
		.sp = (char *)cpu->exception_stack - EXCEPTION_STACK_SIZE,
		.size = EXCEPTION_STACK_SIZE,
	};
	u64 blocked = signals_blocked();

	linux_call(SYS_SIGALTSTACK, &stack, NULL);
	linux_call(SYS_RT_SIGPROCMASK, SIG_SETMASK, &blocked, NULL, sizeof(blocked));
}

void signals_init(void)
{
	const u64 others = SIGBIT(SIGALRM) | SIGBIT(SIGUSR1);

	handle(SIGSEGV, on_fault, others);
	handle(SIGBUS, on_fault, others);
	handle(SIGILL, on_fault, others);
	handle(SIGTRAP, on_fault, others);
	handle(SIGALRM, on_alarm, SIGBIT(SIGUSR1));
	/* The watchdog gets through to a function that stop_machine() has been given. */
	handle(SIGUSR1, on_stop, 0);
	signals_thread_init();
}
