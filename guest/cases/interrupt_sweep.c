// SPDX-License-Identifier: GPL-2.0-only
/*
 * Sweeps the alarm by one instruction at a time, where virtual time is the count of instructions.
 */
#include <asm/sysreg.h>
#include <linux/string.h>
#include <sct/alarm.h>
#include <sct/args.h>
#include <sct/case.h>
#include <sct/locks.h>
#include "interrupt_count.h"
#include "interrupt_sweep.h"

#define LONGEST_SWEEP 4000

u64 ticks_per_instruction(void)
{
	char clock[16];

	if (!boot_arg("sct.clock", clock, sizeof(clock)) || strcmp(clock, "icount"))
		return 0;
	return ticks_of_nops() / NOPS;
}

u64 sweep_alarm(const struct sweep *sweep)
{
	u64 step = ticks_per_instruction(), before = read_sysreg(daif), result;

	if (sweep->seen)
		memset(sweep->seen, 0, sweep->seen_size);
	irq_handler = sweep->handler;
	for (u64 i = 0; i < LONGEST_SWEEP && current_result->verdict == SCT_PASS; i++) {
		if (sweep->prepare)
			sweep->prepare();
		forget();
		alarm_set(i * step);
		result = sweep->round();
		alarm_stop();
		if (!noted.times)
			return i;
		EXPECT_EQ(noted.times, 1);
		EXPECT_EQ(read_sysreg(daif), before);
		EXPECT_NO_LOCK_HELD();
		if (!sweep->judge(result))
			return i;
	}
	if (current_result->verdict == SCT_PASS)
		FAIL("the alarm still came in time %u instructions later", LONGEST_SWEEP);
	return 0;
}
