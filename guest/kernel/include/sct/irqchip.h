/* SPDX-License-Identifier: GPL-2.0-only */
/* Interrupt controllers: what dev/irqchip.c needs of each kind. */
#ifndef _SCT_IRQCHIP_H
#define _SCT_IRQCHIP_H

#include <sct/fdt.h>
#include <sct/platform.h>

struct irqchip {
	const char *compatible[3]; /* of the device tree; NULL behind the last */
	/* False if it cannot be used. What it does else is what sct/platform.h says of gic_*(). */
	bool (*init)(const struct fdt_node *node);
	unsigned int cells; /* of an entry of `interrupts` in the device tree */
	unsigned int (*intid)(
		const __be32 *entry); /* which one that is; 0 if it is none of a CPU's own */
	void (*enable)(unsigned int intid, enum gic_line line);
	void (*add_cpu)(u64 mpidr, unsigned int sgi);
	void (*cpu_init)(unsigned int sgi);
	void (*interrupt_others)(unsigned int sgi);
	u32 (*ack)(enum gic_line line);
	void (*end)(u32 ack, enum gic_line line);
	const char *(*delivery)(void);
};

extern const struct irqchip gic_v2, gic_v3, bcm2836_l1_intc;

/* The INTIDs that name no interrupt. */
#define FIRST_SPECIAL	1020
#define SPURIOUS	1023
/* The first of a CPU's own interrupts that come from outside of it: below are SGIs. */
#define PPI_BASE	16

#endif
