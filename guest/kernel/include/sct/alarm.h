/* SPDX-License-Identifier: GPL-2.0-only */
/* The alarm: an IRQ that comes once, when a case wants it. */
#ifndef _SCT_ALARM_H
#define _SCT_ALARM_H

#include <linux/types.h>

/* False if there is no timer or no interrupt controller for it: no alarm ever comes then. */
bool alarm_init(void);
/* The alarm comes in `ticks` of CNTPCT from now; one that is pending is forgotten. */
void alarm_set(u64 ticks);
void alarm_stop(void);
/* Whether the time of an alarm that was set has come: while IRQs are masked, it is pending then. */
bool alarm_due(void);

unsigned int alarm_intid(void); /* 0 if there is none */

#endif
