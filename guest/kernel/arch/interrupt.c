// SPDX-License-Identifier: GPL-2.0-only
/*
 * Interrupts: the watchdog, the alarm with the handler that a case gave it, and the one that stops
 * a CPU.
 */
#include <sct/alarm.h>
#include <sct/context.h>
#include <sct/cpu.h>
#include <sct/interrupt.h>
#include <sct/stand_in.h>
#include <sct/stop.h>

irq_handler_fn *irq_handler;

/* What was interrupted may hold cpus_read_lock(); the handler does not. */
static void handle_alarm(struct pt_regs *regs)
{
	struct context *context = this_context();
	int held = context->cpus_read_locks;

	context->cpus_read_locks = 0;
	call_on_sp_el0(irq_handler, regs);
	context->cpus_read_locks = held;
}

bool interrupt_is_watchdog(struct pt_regs *regs, enum gic_line line)
{
	u32 ack = gic_ack(line);
	unsigned int intid = GIC_INTID(ack);
	bool watchdog = intid == watchdog_intid(), alarm = intid == alarm_intid();

	/*
	 * Before the end: the timer's line must be down by then, or the interrupt comes once more.
	 */
	if (watchdog)
		watchdog_start(0);
	if (alarm) {
		alarm_stop();
		stand_in_alarm(regs);
	}
	gic_end(ack, line);
	/*
	 * Behind the end: the watchdog must get through to a handler that hangs. An alarm that a
	 * dead case has left set comes while the runner tells of it: what its handler died of would
	 * have nobody to unwind to.
	 */
	if (alarm && irq_handler && this_cpu()->case_guard)
		handle_alarm(regs);
	if (intid == STOP_INTID)
		call_on_sp_el0(stop_here, regs);
	return watchdog;
}
