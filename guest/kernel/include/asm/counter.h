/* SPDX-License-Identifier: GPL-2.0-only */
/* For assembly: how a counter is read. */
#ifndef _ASM_COUNTER_H
#define _ASM_COUNTER_H

/*
 * `reg` is x19 to x28. `function` is the name of one that reads it where an MRS does not: it may
 * change x0 and x30.
 */
#define read_counter(reg, counter, function)	mrs reg, counter

#endif
