// SPDX-License-Identifier: GPL-2.0-only
/*
 * GICv2 (IHI 0048B) and GICv3 (IHI 0069), as far as private interrupts need them: those of the boot
 * CPU, and one from CPU to CPU.
 */
#include <asm/barrier.h>
#include <asm/byteorder.h>
#include <asm/fixmap.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <sct/irqchip.h>

#define GICD_CTLR		0x0000
#define GICD_CTLR_GRP0		BIT(0)
#define GICD_CTLR_GRP1		BIT(1)
#define GICD_CTLR_ARE		BIT(4)
#define GICD_CTLR_DS		BIT(6)
#define GICD_CTLR_RWP		BIT(31)
#define GICD_TYPER		0x0004
#define GICD_TYPER_SECURITY	BIT(10)
#define GICD_IGROUPR0		0x0080
#define GICD_ISENABLER0		0x0100
#define GICD_IPRIORITYR		0x0400
#define GICD_SGIR		0x0f00
#define GICD_SGIR_OTHERS	BIT(24)	/* TargetListFilter 0b01: all but the CPU that asks */

#define GICC_CTLR		0x0000
#define GICC_CTLR_GRP0		BIT(0)
#define GICC_CTLR_GRP1		BIT(1)
#define GICC_CTLR_ACKCTL	BIT(2)		/* IAR answers for both groups: QEMU has no AIAR */
#define GICC_CTLR_FIQEN		BIT(3)
#define GICC_PMR		0x0004
#define GICC_IAR		0x000c
#define GICC_EOIR		0x0010

#define GICR_TYPER		0x0008
#define GICR_TYPER_VLPIS	BIT(1)		/* GICv4: two more frames of 64 KiB */
#define GICR_TYPER_LAST		BIT(4)
#define GICR_TYPER_AFFINITY	0x000c		/* its upper half: Aff3 to Aff0, a byte each */
#define GICR_WAKER		0x0014
#define GICR_WAKER_SLEEP	BIT(1)
#define GICR_WAKER_ASLEEP	BIT(2)
#define GICR_SGI_FRAME		0x10000
#define GICR_FRAMES		0x20000
#define GICV4_FRAMES		0x40000

#define ICC_SGI1R_OTHERS	BIT(40)		/* IRM */
#define ICC_SGI1R_INTID(sgi)	((u64)(sgi) << 24)

/* the higher one: IAR answers it first when both are pending */
#define PRIORITY_FIQ		0x40
#define PRIORITY_IRQ		0x80
#define PRIORITY_MASK		0xff		/* lets every priority through but the lowest */

/* Which of the two it is. */
static bool is_v3;
/* Where each slot's registers are. */
static u64 mapped[__end_of_fixed_addresses];
/*
 * Whether there are two groups here: group 0, which is what FIQ delivers, belongs to non-secure
 * code only where there is no other security state. Where there is, non-secure code sees one group,
 * and on a GICv2 under the names of group 0.
 */
static bool two_groups;
/* GICv3: where the redistributors lie, one behind the other. */
static u64 redistributors;

static volatile u32 *reg(unsigned int slot, unsigned int offset)
{
	return (volatile u32 *)(mapped[slot] + offset);
}

static void set_gicd_ctlr(u32 bits)
{
	*reg(FIX_GIC_DIST, GICD_CTLR) |= bits;
	while (*reg(FIX_GIC_DIST, GICD_CTLR) & GICD_CTLR_RWP)
		;
}

/* What each CPU has of the controller for itself, GICv2. */
static void init_cpu_v2(void)
{
	*reg(FIX_GIC_CPU, GICC_PMR) = PRIORITY_MASK;
	*reg(FIX_GIC_CPU, GICC_CTLR) =
		GICC_CTLR_GRP0 |
		(two_groups ? GICC_CTLR_GRP1 | GICC_CTLR_ACKCTL | GICC_CTLR_FIQEN : 0);
}

static void init_v2(void)
{
	two_groups = !(*reg(FIX_GIC_DIST, GICD_TYPER) & GICD_TYPER_SECURITY);
	*reg(FIX_GIC_DIST, GICD_CTLR) = GICD_CTLR_GRP0 | (two_groups ? GICD_CTLR_GRP1 : 0);
	init_cpu_v2();
}

static void wake_redistributor(unsigned int slot)
{
	*reg(slot, GICR_WAKER) &= ~GICR_WAKER_SLEEP;
	while (*reg(slot, GICR_WAKER) & GICR_WAKER_ASLEEP)
		;
}

/* The same, GICv3. */
static void init_cpu_v3(void)
{
	write_sysreg(read_sysreg(S3_0_C12_C12_5) | 1, S3_0_C12_C12_5); /* ICC_SRE_EL1.SRE */
	isb();
	write_sysreg(PRIORITY_MASK, S3_0_C4_C6_0); /* ICC_PMR_EL1 */
	write_sysreg(1, S3_0_C12_C12_7);	   /* ICC_IGRPEN1_EL1 */
	if (two_groups)
		write_sysreg(1, S3_0_C12_C12_6); /* ICC_IGRPEN0_EL1 */
	isb();
}

static void init_v3(void)
{
	wake_redistributor(FIX_GIC_CPU);
	two_groups = *reg(FIX_GIC_DIST, GICD_CTLR) & GICD_CTLR_DS;
	/* Affinity routing first: it must not change under an enabled group. */
	set_gicd_ctlr(GICD_CTLR_ARE);
	set_gicd_ctlr(GICD_CTLR_GRP1 | (two_groups ? GICD_CTLR_GRP0 : 0));
	init_cpu_v3();
}

static void map(unsigned int slot, phys_addr_t address)
{
	mapped[slot] = set_fixmap_offset_io(slot, address);
}

static bool init(const struct fdt_node *node, bool v3)
{
	u64 dist, cpu, size;

	if (!fdt_reg(node, 0, &dist, &size) || !fdt_reg(node, 1, &cpu, &size))
		return false;
	map(FIX_GIC_DIST, dist);
	map(FIX_GIC_CPU, cpu);
	is_v3 = v3;
	if (v3) {
		/* The first redistributor is the boot CPU's. */
		map(FIX_GIC_SGI, cpu + GICR_SGI_FRAME);
		redistributors = cpu;
		init_v3();
	} else {
		init_v2();
	}
	return true;
}

static bool init_gic_v2(const struct fdt_node *node)
{
	return init(node, false);
}

static bool init_gic_v3(const struct fdt_node *node)
{
	return init(node, true);
}

/*
 * arm,gic binding: type, number, flags. A private peripheral interrupt n (type 1) has the INTID
 * 16 + n (IHI 0048B 2.2.1).
 */
static unsigned int intid(const __be32 *entry)
{
	return be32_to_cpu(entry[0]) == 1 ? PPI_BASE + be32_to_cpu(entry[1]) : 0;
}

/*
 * By the registers at `slot`: GICv2's distributor, where those of private interrupts are each CPU's
 * own, or a redistributor's SGI frame.
 */
static void enable_at(unsigned int slot, unsigned int intid, enum gic_line line)
{
	u32 group1 = *reg(slot, GICD_IGROUPR0);

	/* With one group a write here has no effect. */
	*reg(slot, GICD_IGROUPR0) =
		line == GIC_FIQ && two_groups ? group1 & ~BIT(intid) : group1 | BIT(intid);
	*((volatile u8 *)reg(slot, GICD_IPRIORITYR) + intid) =
		line == GIC_FIQ ? PRIORITY_FIQ : PRIORITY_IRQ;
	*reg(slot, GICD_ISENABLER0) = BIT(intid);
}

static void enable(unsigned int intid, enum gic_line line)
{
	enable_at(is_v3 ? FIX_GIC_SGI : FIX_GIC_DIST, intid, line);
}

static void add_cpu(u64 mpidr, unsigned int sgi)
{
	u32 affinity = (u32)((mpidr >> 8 & 0xff000000) | (mpidr & 0xffffff)), typer;
	u64 frames = redistributors;
	bool found;

	if (!is_v3)
		return;
	do {
		map(FIX_GIC_OTHER, frames);
		typer = *reg(FIX_GIC_OTHER, GICR_TYPER);
		found = *reg(FIX_GIC_OTHER, GICR_TYPER_AFFINITY) == affinity;
		if (found) {
			wake_redistributor(FIX_GIC_OTHER);
			map(FIX_GIC_OTHER, frames + GICR_SGI_FRAME);
			enable_at(FIX_GIC_OTHER, sgi, GIC_IRQ);
		}
		frames += typer & GICR_TYPER_VLPIS ? GICV4_FRAMES : GICR_FRAMES;
	} while (!found && !(typer & GICR_TYPER_LAST));
	clear_fixmap(FIX_GIC_OTHER);
}

static void cpu_init(unsigned int sgi)
{
	if (is_v3) {
		init_cpu_v3();
	} else {
		init_cpu_v2();
		enable_at(FIX_GIC_DIST, sgi, GIC_IRQ);
	}
}

static void interrupt_others(unsigned int sgi)
{
	if (is_v3)
		/* ICC_SGI1R_EL1 */
		write_sysreg(ICC_SGI1R_OTHERS | ICC_SGI1R_INTID(sgi), S3_0_C12_C11_5);
	else
		*reg(FIX_GIC_DIST, GICD_SGIR) = GICD_SGIR_OTHERS | sgi;
}

static u32 ack(enum gic_line line)
{
	if (!is_v3)
		return *reg(FIX_GIC_CPU, GICC_IAR);
	if (line == GIC_FIQ)
		return (u32)read_sysreg(S3_0_C12_C8_0); /* ICC_IAR0_EL1 */
	return (u32)read_sysreg(S3_0_C12_C12_0);	/* ICC_IAR1_EL1 */
}

static void end(u32 ack, enum gic_line line)
{
	if (!is_v3)
		*reg(FIX_GIC_CPU, GICC_EOIR) = ack;
	else if (line == GIC_FIQ)
		write_sysreg(ack, S3_0_C12_C8_1); /* ICC_EOIR0_EL1 */
	else
		write_sysreg(ack, S3_0_C12_C12_1); /* ICC_EOIR1_EL1 */
}

static const char *delivery(void)
{
	return two_groups ? "fiq" : "irq";
}

/* What both have but for how they begin. */
#define GIC_OPERATIONS				\
	.cells = 3,				\
	.intid = intid,				\
	.enable = enable,			\
	.add_cpu = add_cpu,			\
	.cpu_init = cpu_init,			\
	.interrupt_others = interrupt_others,	\
	.ack = ack,				\
	.end = end,				\
	.delivery = delivery

const struct irqchip gic_v2 = {
	.compatible = { "arm,cortex-a15-gic", "arm,gic-400" },
	.init = init_gic_v2,
	GIC_OPERATIONS,
};

const struct irqchip gic_v3 = {
	.compatible = { "arm,gic-v3" },
	.init = init_gic_v3,
	GIC_OPERATIONS,
};
