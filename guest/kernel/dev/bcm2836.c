// SPDX-License-Identifier: GPL-2.0-only
/*
 * The interrupts of each core's own in a BCM2836 or BCM2837 (BCM2836 ARM-local peripherals, QA7):
 * four timers and four mailboxes, each of which may be an IRQ or an FIQ. The bits of the first
 * mailbox are what software-generated interrupts are elsewhere.
 */
#include <asm/barrier.h>
#include <asm/byteorder.h>
#include <asm/fixmap.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/irqchip.h>

#define CORES			4
#define TIMER_CONTROL(core)	(0x40 + 4 * (core))
#define MAILBOX_CONTROL(core)	(0x50 + 4 * (core))
#define IRQ_SOURCE(core)	(0x60 + 4 * (core))
#define FIQ_SOURCE(core)	(0x70 + 4 * (core))
#define MAILBOX_SET(core)	(0x80 + 16 * (core))
#define MAILBOX_CLEAR(core)	(0xc0 + 16 * (core))

/* In a control register: this source as IRQ, as FIQ. In a source register the first is it. */
#define AS_IRQ(source)		BIT(source)
#define AS_FIQ(source)		BIT((source) + 4)
#define TIMERS			0xf
#define MAILBOX			BIT(4)

static u64 base;
/* Those that others may be interrupted on. */
static u32 cores;

static volatile u32 *reg(unsigned int offset)
{
	return (volatile u32 *)(base + offset);
}

static unsigned int core_of(u64 mpidr)
{
	return mpidr % CORES;
}

static unsigned int this_core(void)
{
	return core_of(read_sysreg(mpidr_el1));
}

static bool init(const struct fdt_node *node)
{
	u64 address, size;

	if (!fdt_reg(node, 0, &address, &size))
		return false;
	base = set_fixmap_offset_io(FIX_GIC_DIST, address);
	cores = BIT(this_core());
	return true;
}

/* brcm,bcm2836-l1-intc binding: the number of the source, flags. */
static unsigned int intid(const __be32 *entry)
{
	u32 source = be32_to_cpu(entry[0]);

	return AS_IRQ(source) & TIMERS ? PPI_BASE + source : 0;
}

static void enable(unsigned int intid, enum gic_line line)
{
	unsigned int timer = intid - PPI_BASE;

	if (intid < PPI_BASE)
		*reg(MAILBOX_CONTROL(this_core())) = AS_IRQ(0);
	else
		*reg(TIMER_CONTROL(this_core())) =
			(*reg(TIMER_CONTROL(this_core())) & ~(AS_IRQ(timer) | AS_FIQ(timer))) |
			(line == GIC_FIQ ? AS_FIQ(timer) : AS_IRQ(timer));
}

static void add_cpu(u64 mpidr, unsigned int sgi __maybe_unused)
{
	cores |= BIT(core_of(mpidr));
}

static void cpu_init(unsigned int sgi)
{
	enable(sgi, GIC_IRQ);
}

static void interrupt_others(unsigned int sgi)
{
	for (unsigned int core = 0; core < CORES; core++)
		if (core != this_core() && cores & BIT(core))
			*reg(MAILBOX_SET(core)) = BIT(sgi);
}

static u32 ack(enum gic_line line)
{
	unsigned int core = this_core();
	u32 source = *reg(line == GIC_FIQ ? FIQ_SOURCE(core) : IRQ_SOURCE(core));
	u32 mailbox = source & MAILBOX ? *reg(MAILBOX_CLEAR(core)) : 0;

	if (source & TIMERS)
		return PPI_BASE + (u32)__builtin_ctz(source & TIMERS);
	if (!mailbox)
		return SPURIOUS;
	/* What was written before the interrupt was sent is read behind this. */
	*reg(MAILBOX_CLEAR(core)) = mailbox & -mailbox;
	dsb(ish);
	return (u32)__builtin_ctz(mailbox);
}

/* A line that is down is over. */
static void end(u32 ack __maybe_unused, enum gic_line line __maybe_unused)
{
}

static const char *delivery(void)
{
	return "fiq";
}

const struct irqchip bcm2836_l1_intc = {
	.compatible = { "brcm,bcm2836-l1-intc" },
	.init = init,
	.cells = 2,
	.intid = intid,
	.enable = enable,
	.add_cpu = add_cpu,
	.cpu_init = cpu_init,
	.interrupt_others = interrupt_others,
	.ack = ack,
	.end = end,
	.delivery = delivery,
};
