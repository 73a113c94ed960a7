// SPDX-License-Identifier: GPL-2.0-only
/* The interrupt controller: the one of those known that the device tree has, and calls to it. */
#include <asm/barrier.h>
#include <linux/kernel.h>
#include <sct/irqchip.h>

static const struct irqchip *chip;

static bool try(const struct irqchip *one)
{
	struct fdt_node node;

	for (unsigned int i = 0; i < ARRAY_SIZE(one->compatible) && one->compatible[i]; i++)
		if (fdt_find_compatible(one->compatible[i], &node) && one->init(&node)) {
			chip = one;
			return true;
		}
	return false;
}

bool gic_init(void)
{
	return try(&gic_v2) || try(&gic_v3) || try(&bcm2836_l1_intc);
}

unsigned int gic_intid(const struct fdt_node *node, unsigned int index)
{
	u32 len;
	const __be32 *interrupts = fdt_prop(node, "interrupts", &len);

	if (!chip || !interrupts || len < (index + 1) * chip->cells * sizeof(*interrupts))
		return 0;
	return chip->intid(interrupts + index * chip->cells);
}

bool gic_enable(unsigned int intid, enum gic_line line)
{
	if (chip)
		chip->enable(intid, line);
	return chip;
}

void gic_add_cpu(u64 mpidr, unsigned int sgi)
{
	if (chip)
		chip->add_cpu(mpidr, sgi);
}

void gic_cpu_init(unsigned int sgi)
{
	if (chip)
		chip->cpu_init(sgi);
}

void gic_interrupt_others(unsigned int sgi)
{
	dsb(ish);
	if (chip)
		chip->interrupt_others(sgi);
	isb();
}

u32 gic_ack(enum gic_line line)
{
	return chip ? chip->ack(line) : SPURIOUS;
}

void gic_end(u32 ack, enum gic_line line)
{
	if (GIC_INTID(ack) >= FIRST_SPECIAL)
		return;
	chip->end(ack, line);
	isb();
}

const char *gic_delivery(void)
{
	return chip ? chip->delivery() : "none";
}
