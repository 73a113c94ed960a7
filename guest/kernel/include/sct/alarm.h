/* SPDX-License-Identifier: GPL-2.0-only */
/* The alarm: an IRQ that comes once, when a case wants it. */
#ifndef _SCT_ALARM_H
#define _SCT_ALARM_H

#include <linux/types.h>
#include <sct/platform.h>

/* False if there is no timer or no interrupt controller for it: no alarm ever comes then. */
bool alarm_init(void);
/* The alarm comes in `ticks` of CNTPCT from now; one that is pending is forgotten. */
void alarm_set(u64 ticks);
void alarm_stop(void);
/* Whether one is to come. */
bool alarm_is_set(void);
/* How the next ones come; as IRQ unless told. */
void alarm_deliver(enum gic_line line);
/* Whether the time of an alarm that was set has come: while IRQs are masked, it is pending then. */
bool alarm_due(void);

unsigned int alarm_intid(void); /* 0 if there is none */

#endif
