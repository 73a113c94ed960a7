/* SPDX-License-Identifier: GPL-2.0-only */
/* A CPU's timers. */
#ifndef _SCT_TIMER_H
#define _SCT_TIMER_H

#include <linux/kernel.h>
#include <linux/types.h>

/* CNTV_CTL_EL0, CNTP_CTL_EL0 and EL2's names for them, Arm ARM (DDI 0487) D24.10: one layout. */
#define TIMER_CTL_ENABLE	BIT(0)
#define TIMER_CTL_ISTATUS	BIT(2)

/*
 * A CPU's timers in the order in which the device tree lists their interrupts (arm,arch_timer
 * binding).
 */
enum timer { TIMER_SECURE, TIMER_NON_SECURE, TIMER_VIRTUAL, TIMER_HYPERVISOR };
/* A timer's interrupt; 0 if the device tree names none. */
unsigned int timer_interrupt(enum timer timer);

/*
 * The watchdog's: the generic timer of the exception level that the guest runs at: the virtual one
 * at EL1, EL2's own physical one at EL2 (with E2H the CNTP registers mean it). Both count as CNTVCT
 * does, since CNTVOFF is 0.
 */

unsigned int timer_intid(void);
/* Interrupts this CPU once CNTVCT has reached `deadline`. */
void timer_set(u64 deadline);
/* Takes the interrupt's line down. */
void timer_stop(void);

#endif
