// SPDX-License-Identifier: GPL-2.0-only
/*
 * Does the bench see what it claims to see? Each case provokes what a subject must not do, and fails if nothing is noticed. A failed control is
 * an error of the bench: nothing else in that boot can be believed.
 */
#include <asm/fixmap.h>
#include <linux/irqflags.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/case.h>
#include <sct/platform.h>
#include "branch.h"
#include "image.h"

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

/* The walk over the page tables sees a writable alias of rodata, and an executable one of data. */
CASE(control, walk_sees_forbidden_mappings)
{
	__set_fixmap(FIX_SCRATCH, ALIGN_DOWN(__pa_symbol(&constant), PAGE_SIZE), PAGE_KERNEL);
	EXPECT_EQ(count_writable_aliases(), 1);
	__set_fixmap(FIX_SCRATCH, ALIGN_DOWN(__pa_symbol(&variable), PAGE_SIZE), PAGE_KERNEL_EXEC);
	EXPECT_EQ(count_writable_executable(), 1);
	clear_fixmap(FIX_SCRATCH);
	EXPECT_EQ(count_writable_aliases() + count_writable_executable(), 0);
}

/*
 * A hang is noticed, with interrupts off too if the watchdog is an FIQ. 2 ms of it: longer than any scheduling delay needs to be
 * harmless, since nothing but the watchdog ends the loop.
 */
CASE(control, hang_is_caught)
{
	struct guard *outer = case_guard;
	struct guard guard;

	if (!strcmp(gic_delivery(), "none"))
		SKIP("the device tree names no interrupt controller that the watchdog can use");
	if (!guard_enter(&guard)) {
		unsigned long flags;

		case_guard = &guard;
		if (!strcmp(gic_delivery(), "fiq"))
			local_irq_save(flags);
		watchdog_start(2);
		for (;;)
			barrier();
	}
	case_guard = outer;
	EXPECT_EQ(guard.fault.kind, FAULT_WATCHDOG);
}
