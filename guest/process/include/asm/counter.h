/* SPDX-License-Identifier: GPL-2.0-only */
/* For assembly: how a counter is read. Of these CNTVCT_EL0 alone is there for every process. */
#ifndef _ASM_COUNTER_H
#define _ASM_COUNTER_H

#define read_counter(reg, counter, function)	\
	.ifc counter, cntvct_el0;		\
	mrs reg, counter;			\
	.else;					\
	bl function;				\
	mov reg, x0;				\
	.endif

#endif
