// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does the bench see what it claims to see? Each case provokes what a subject must not do, and
 * fails if nothing is noticed. A failed control is an error of the bench: nothing else in that boot
 * can be believed.
 */
#include <asm/fixmap.h>
#include <asm/insn.h>
#include <asm/sysreg.h>
#include <asm/text-patching.h>
#include <linux/atomic.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/smp.h>
#include <linux/stop_machine.h>
#include <linux/string.h>
#include <sct/alarm.h>
#include <sct/case.h>
#include <sct/cpu.h>
#include <sct/features.h>
#include <sct/interrupt.h>
#include <sct/needs.h>
#include <sct/platform.h>
#include "branch.h"
#include "callers.h"
#include "image.h"
#include "spoil.h"
#include "tramp.h"

static const u64 constant __section(".rodata") = 1;
static u64 variable;

#define STORE(address, value) (*(volatile u64 *)(address) = (value))

/* BTI is enforced: without this, every call lands safely and the bti suite proves nothing. */
CASE(control, missing_landing_pad_traps)
{
	u64 result = 0;

	if (cpu_has_bti()) {
		EXPECT_BTI(2, pad_plain, blr_x9(pad_plain));
	} else {
		EXPECT_NO_FAULT(result = blr_x9(pad_plain));
		EXPECT_EQ(result, PAD_MAGIC);
	}
}

NEEDS(control, unguarded_page_does_not_trap, NEED_UNGUARDED);
/* It is GP that makes the trap, not the encoding: the same branch into an unguarded page lands. */
CASE(control, unguarded_page_does_not_trap)
{
	u64 result = 0;

	EXPECT_NO_FAULT(result = blr_x9(pad_unguarded));
	EXPECT_EQ(result, PAD_MAGIC);
}

/* A store to read-only memory faults, and is seen with its address. */
CASE(control, read_only_store_faults)
{
	EXPECT_STORE_FAULT(&constant, STORE(&constant, 2));
}

/* Data cannot be executed: `ret` in .data raises an instruction abort. */
CASE(control, data_is_not_executable)
{
	static u32 code[] = { 0xd65f03c0 };
	struct fault fault = CATCH(blr_x9((pad_fn *)code));

	EXPECT_EQ(fault.esr, ESR_EXEC_PERMISSION(3));
	EXPECT_EQ(fault.elr, code);
}

/* Every kind of expectation can fail. Not judged by EXPECT_EQ, which may be the broken one. */
CASE(control, wrong_result_is_reported)
{
	EXPECT(SCRATCH(EXPECT_EQ(1 + 1, 3)).verdict == SCT_FAIL);
	EXPECT(SCRATCH(EXPECT(1 > 2)).verdict == SCT_FAIL);
	EXPECT(SCRATCH(EXPECT_EQ(1 + 1, 2)).verdict == SCT_PASS);
}

/*
 * Nor does an expectation of a fault take just anything: a fault that is missing, unexpected or
 * elsewhere fails it.
 */
CASE(control, wrong_fault_is_reported)
{
	/* Nothing faults where a fault was expected. */
	EXPECT(SCRATCH(EXPECT_STORE_FAULT(&variable, STORE(&variable, 2))).verdict == SCT_FAIL);
	EXPECT(SCRATCH(EXPECT_BTI(2, pad_bti_c, blr_x9(pad_bti_c))).verdict == SCT_FAIL);
	/* Something faults where nothing should. */
	EXPECT(SCRATCH(EXPECT_NO_FAULT(STORE(&constant, 2))).verdict == SCT_FAIL);
	/* The right fault at the wrong address. */
	EXPECT(SCRATCH(EXPECT_STORE_FAULT(&variable, STORE(&constant, 2))).verdict == SCT_FAIL);
}

NEEDS(control, walk_sees_forbidden_mappings, NEED_MAPPINGS);
/* The walk over the page tables sees a writable alias of rodata, and an executable one of data. */
CASE(control, walk_sees_forbidden_mappings)
{
	/* What is __ro_after_init is written until the boot is over. */
	unsigned int before = count_writable_aliases();

	__set_fixmap(FIX_SCRATCH, ALIGN_DOWN(__pa_symbol(&constant), PAGE_SIZE), PAGE_KERNEL);
	EXPECT_EQ(count_writable_aliases() - before, 1);
	__set_fixmap(FIX_SCRATCH, ALIGN_DOWN(__pa_symbol(&variable), PAGE_SIZE), PAGE_KERNEL_EXEC);
	EXPECT_EQ(count_writable_executable(), 1);
	clear_fixmap(FIX_SCRATCH);
	EXPECT_EQ(count_writable_aliases() - before + count_writable_executable(), 0);
}

extern const u32 sample_forward[], sample_rodata[];
extern u32 sample_target[];

/*
 * The instruction helpers agree with the assembler, and what they make can be patched in: a subject
 * that patches a branch is judged by its own mistakes and not by ours.
 */
__nocfi CASE(control, instruction_helpers)
{
	const u32 *at = sample_forward + 1; /* behind its landing pad */
	u64 pc = (u64)at, target = (u64)sample_target,
	    page = ALIGN_DOWN((u64)sample_rodata, SZ_4K) - ALIGN_DOWN(pc + 12, SZ_4K);
	/* __nocfi: assembly that C knows as words has no type. */
	u64 (*volatile patched)(void) = (u64 (*)(void))target;
	u32 mov;

	EXPECT_EQ(aarch64_insn_gen_branch_imm(pc, target, AARCH64_INSN_BRANCH_NOLINK), at[0]);
	EXPECT_EQ(aarch64_insn_gen_branch_imm(pc + 4, target, AARCH64_INSN_BRANCH_LINK), at[1]);
	EXPECT_EQ(aarch64_insn_gen_branch_imm(target + 12, (u64)sample_forward,
					      AARCH64_INSN_BRANCH_NOLINK),
		  sample_target[3]);
	EXPECT_EQ(aarch64_insn_gen_branch_imm(pc, pc + SZ_128M, AARCH64_INSN_BRANCH_NOLINK),
		  AARCH64_BREAK_FAULT);
	EXPECT_EQ(aarch64_insn_gen_adr(pc + 8, target, AARCH64_INSN_REG_17,
				       AARCH64_INSN_ADR_TYPE_ADR),
		  at[2]);
	EXPECT_EQ(aarch64_insn_gen_adr(pc + 12, (u64)sample_rodata, AARCH64_INSN_REG_16,
				       AARCH64_INSN_ADR_TYPE_ADRP),
		  at[3]);
	EXPECT_EQ((s64)aarch64_insn_adrp_get_offset(at[3]), page);
	EXPECT_EQ(aarch64_insn_adrp_set_offset(0x90000010, (s32)page), at[3]);
	EXPECT_EQ(aarch64_insn_decode_immediate(AARCH64_INSN_IMM_12, at[4]), 0x7f8 / 8);
	EXPECT_EQ(aarch64_insn_gen_branch_reg(AARCH64_INSN_REG_16, AARCH64_INSN_BRANCH_NOLINK),
		  at[5]);
	EXPECT_EQ(aarch64_insn_gen_branch_reg(AARCH64_INSN_REG_LR, AARCH64_INSN_BRANCH_RETURN),
		  at[6]);
	EXPECT_EQ(aarch64_insn_gen_hint(AARCH64_INSN_HINT_BTIC), at[7]);
	EXPECT_EQ(aarch64_insn_gen_nop(), at[8]);
	EXPECT_EQ(aarch64_get_branch_offset(at[0]), target - pc);
	EXPECT_EQ((s64)aarch64_get_branch_offset(at[9]), -40);

	EXPECT_EQ(aarch64_insn_read(&sample_target[1], &mov), 0);
	EXPECT_EQ(patched(), 1);
	EXPECT_EQ(aarch64_insn_patch_text_nosync(
			  &sample_target[1],
			  aarch64_insn_encode_immediate(AARCH64_INSN_IMM_16, mov, 2)),
		  0);
	EXPECT_EQ(patched(), 2);
	EXPECT_EQ(aarch64_insn_patch_text_nosync(&sample_target[1], mov), 0);
}

/* As the runner runs a case, in the midst of one. */
static enum guard_end as_a_case(struct guard *guard, case_fn *run)
{
	struct guard *outer = this_cpu()->case_guard;
	enum guard_end end = case_guard_run(guard, run, NULL);

	this_cpu()->case_guard = outer;
	return end;
}

static void hangs(const void *row __maybe_unused)
{
	if (!strcmp(gic_delivery(), "fiq"))
		local_irq_disable();
	watchdog_start(2);
	for (;;)
		barrier();
}

/*
 * A hang is noticed, with interrupts off too if the watchdog is an FIQ. Its 2 ms race with nothing:
 * only the watchdog ends the loop.
 */
CASE(control, hang_is_caught)
{
	struct guard guard;

	if (!strcmp(gic_delivery(), "none"))
		SKIP("the device tree names no interrupt controller that the watchdog can use");
	EXPECT_EQ(as_a_case(&guard, hangs), GUARD_FAULT);
	EXPECT_EQ(guard.fault.kind, FAULT_WATCHDOG);
}

static void hangs_in_handler(struct pt_regs *regs __maybe_unused)
{
	watchdog_start(2);
	for (;;)
		barrier();
}

static void waits_for_ever(const void *row __maybe_unused)
{
	irq_handler = hangs_in_handler;
	alarm_set(1);
	for (;;)
		barrier();
}

NEEDS(control, hang_in_handler_is_caught, NEED_INTERRUPTS);
/* A handler that does not come back is noticed as well, and what it interrupted goes with it. */
CASE(control, hang_in_handler_is_caught)
{
	struct guard guard;

	if (strcmp(gic_delivery(), "fiq") || !alarm_intid())
		SKIP("no interrupt gets through to a handler here: the watchdog is no FIQ, or there is no alarm");
	EXPECT_EQ(as_a_case(&guard, waits_for_ever), GUARD_FAULT);
	EXPECT_EQ(guard.fault.kind, FAULT_WATCHDOG);
	EXPECT_EQ(guard.fault.spsr & (1UL << 7), 1UL << 7); /* PSTATE.I: it was in the handler */
}

NEEDS(control, stack_overflow_is_caught, NEED_OWN_STACK);
static unsigned int late_alarms;

static void counts_late_alarm(struct pt_regs *regs __maybe_unused)
{
	late_alarms++;
}

NEEDS(control, late_alarm_is_nobodys, NEED_INTERRUPTS);
/*
 * An alarm that a dead case has left set comes behind its end: its handler is not called then, for
 * there is nobody to unwind to if it dies as well.
 */
CASE(control, late_alarm_is_nobodys)
{
	struct guard *guard = this_cpu()->case_guard;
	u64 start = read_sysreg(cntvct_el0);

	if (!alarm_intid())
		SKIP("no interrupt gets through to a handler here: there is no alarm");
	late_alarms = 0;
	irq_handler = counts_late_alarm;
	this_cpu()->case_guard = NULL;
	alarm_set(1);
	while (alarm_is_set() && read_sysreg(cntvct_el0) - start < read_sysreg(cntfrq_el0))
		barrier();
	this_cpu()->case_guard = guard;
	EXPECT(!alarm_is_set());
	EXPECT_EQ(late_alarms, 0);
}

static void does_what_is_undefined(void)
{
	asm volatile("udf #0");
}

/*
 * An undefined instruction is told from a signature that is wrong, though a process has one signal
 * for both.
 */
CASE(control, undefined_is_no_signature)
{
	struct fault fault = CATCH(does_what_is_undefined());

	EXPECT_EQ(fault.kind, FAULT_SYNC);
	EXPECT_EQ(ESR_EC(fault.esr), 0);
}

/*
 * A stack that runs over hits the page below it, and the run goes on: what lies further down is not
 * spoilt.
 */
CASE(control, stack_overflow_is_caught)
{
	struct fault fault = CATCH(recurses_for_ever());

	EXPECT_EQ(ESR_EC(fault.esr), ESR_EC_DABORT);
	EXPECT(fault.far >= (u64)main_stack_guard && fault.far < (u64)main_stack_guard + PAGE_SIZE);
}

/*
 * A case that comes back with its stack pointer elsewhere, or without what a call must keep, fails
 * itself and not its caller.
 */
CASE(control, spoilt_registers_are_caught)
{
	struct guard guard;

	EXPECT_EQ(as_a_case(&guard, moves_sp), GUARD_SPOILT);
	EXPECT_EQ(as_a_case(&guard, spoils_x19), GUARD_SPOILT);
	EXPECT_EQ(as_a_case(&guard, spoils_x29), GUARD_SPOILT);
	EXPECT_EQ(as_a_case(&guard, spoils_nothing), GUARD_DONE);
}

/*
 * PAC is on where there is one: without this, paciasp is a landing pad that signs nothing. Four
 * signatures, since one may be zero.
 */
CASE(control, return_addresses_are_signed)
{
	EXPECT_EQ(signature_bits() != 0, cpu_has_pac());
}

/*
 * So many stack pointers to sign with. A process' signature has 7 bits (48 of address, a byte
 * ignored), and is right by chance for one changed address in 128.
 */
#define SIGNED_AT 8

/*
 * A signature is really checked. With FEAT_FPAC by AUTIASP itself, else by the return to the
 * address that AUTIASP has spoilt.
 */
CASE(control, changed_return_address_faults)
{
	struct fault fault = {};
	u64 unnoticed = 1;

	if (!cpu_has_pac())
		SKIP("the CPU has no PAC");
	for (u64 stack = 0; unnoticed && stack < SIGNED_AT * 16; stack += 16) {
		unnoticed = 0;
		fault = CATCH(unnoticed = changes_return_address(stack));
	}
	EXPECT_EQ(fault.kind, FAULT_SYNC);
	EXPECT(ESR_EC(fault.esr) == ESR_EC_FPAC || ESR_EC(fault.esr) == ESR_EC_IABORT);
	EXPECT_EQ(unnoticed, 0);
}

#define TEARS 8

NEEDS(control, torn_store_is_caught, NEED_HALVES);
/*
 * A store that is split in two is caught, every time: between its halves the patcher waits until a
 * caller has come out at the mixed address. This is the bench's own patcher, through the poke slot
 * as the real one, and its own trampoline.
 */
CASE(control, torn_store_is_caught)
{
	struct targets targets;
	volatile u32 *halves;

	if (cpu_count() < 2)
		SKIP("one CPU");
	if (!map_targets(&targets) || !own_callers_start(&targets))
		return;
	halves = (volatile u32 *)set_fixmap_offset(FIX_TEXT_POKE0, __pa_symbol(&own_literal));
	for (int i = 0; i < TEARS && callers_alive(); i++) {
		u64 next = i % 2 ? targets.a : targets.b, mixed = targets.mixed[!(i % 2)];
		u64 torn = calls_at(mixed), whole = calls_at(next);

		halves[0] = (u32)next;
		while (calls_at(mixed) == torn && callers_alive())
			barrier();
		halves[1] = (u32)(next >> 32);
		while (calls_at(next) == whole && callers_alive())
			barrier();
	}
	cpus_stop();
	clear_fixmap(FIX_TEXT_POKE0);
	own_literal_set(0);
	for (int i = 0; i < 2; i++) {
		u64 seen = 0;

		for (unsigned int cpu = 1; cpu < cpu_count(); cpu++)
			seen += callers[cpu].at_mixed[i];
		EXPECT(seen >= TEARS / 2);
	}
}

static void stores_to_rodata(void *arg __maybe_unused)
{
	STORE(&constant, 2);
}

static void overflows(void *arg __maybe_unused)
{
	recurses_for_ever();
}

/* What faults on another CPU is seen, and the CPU can be used again. */
CASE(control, fault_on_another_cpu_is_caught)
{
	struct fault fault;

	if (cpu_count() < 2)
		SKIP("one CPU");
	for (unsigned int again = 0; again < 2; again++) {
		for (unsigned int i = 1; i < cpu_count(); i++) {
			if (!cpu_start(i, stores_to_rodata, NULL))
				return;
			fault = cpu_wait(i);
			expect_store_fault(__FILE__, __LINE__, "a store to rodata on another CPU",
					   &fault, (u64)&constant);
		}
	}
}

NEEDS(control, overflow_on_another_cpu_is_caught, NEED_OWN_STACK);
/* A stack of another CPU's that runs over is seen, too. */
CASE(control, overflow_on_another_cpu_is_caught)
{
	struct fault fault;

	if (cpu_count() < 2)
		SKIP("one CPU");
	for (unsigned int i = 1; i < cpu_count(); i++) {
		if (!cpu_start(i, overflows, NULL))
			return;
		fault = cpu_wait(i);
		EXPECT_EQ(fault.kind, FAULT_SYNC);
		EXPECT_EQ(ESR_EC(fault.esr), ESR_EC_DABORT);
	}
}

#define STOPS		8
#define STILL_US	2000

/* How many calls all callers have made, wherever they came out. */
static u64 calls_so_far(void)
{
	u64 calls = 0;

	for (unsigned int i = 1; i < cpu_count(); i++)
		calls += READ_ONCE(callers[i].at_a);
	return calls;
}

/* With the other CPUs stopped: how many calls they make all the same. */
static int counts_calls(void *calls)
{
	u64 before = calls_so_far(), start = read_sysreg(cntvct_el0),
	    ticks = STILL_US * read_sysreg(cntfrq_el0) / 1000000;

	while (read_sysreg(cntvct_el0) - start < ticks)
		barrier();
	*(u64 *)calls += calls_so_far() - before;
	return STOPS;
}

static int counts_cpus(void *cpus)
{
	atomic_inc(cpus);
	return 0;
}

NEEDS(control, stop_machine_stops_every_cpu, NEED_HALVES);
/*
 * stop_machine() is no stub: callers that were calling a moment ago make no call while its function
 * runs, and go on behind it; with all CPUs asked for, each runs the function. A subject that
 * patches instructions relies on it.
 */
CASE(control, stop_machine_stops_every_cpu)
{
	atomic_t cpus = ATOMIC_INIT(0);
	struct targets targets;
	u64 calls = 0;

	if (cpu_count() < 2)
		SKIP("one CPU");
	if (!map_targets(&targets) || !own_callers_start(&targets))
		return;
	for (int i = 0; i < STOPS && callers_alive(); i++) {
		u64 before = calls_so_far();

		EXPECT_EQ(stop_machine(counts_calls, &calls, NULL), STOPS);
		while (calls_so_far() == before && callers_alive())
			barrier();
	}
	EXPECT_EQ(calls, 0);
	EXPECT_EQ(num_online_cpus(), cpu_count());
	stop_machine(counts_cpus, &cpus, cpu_online_mask);
	EXPECT_EQ(atomic_read(&cpus), cpu_count());
	EXPECT(!irqs_disabled());
	cpus_stop();
	own_literal_set(0);
}
