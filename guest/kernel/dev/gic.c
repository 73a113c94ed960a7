// SPDX-License-Identifier: GPL-2.0-only
/*
 * GICv2 (IHI 0048B) and GICv3 (IHI 0069), as far as private interrupts need them: those of the boot
 * CPU, and one from CPU to CPU.
 */
#include <asm/barrier.h>
#include <asm/fixmap.h>
#include <asm/sysreg.h>
#include <sct/fdt.h>
#include <sct/platform.h>

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

#define FIRST_SPECIAL		1020		/* INTIDs that name no interrupt */
#define SPURIOUS		1023
/* the higher one: IAR answers it first when both are pending */
#define PRIORITY_FIQ		0x40
#define PRIORITY_IRQ		0x80
#define PRIORITY_MASK		0xff		/* lets every priority through but the lowest */

static enum { GIC_NONE, GIC_V2, GIC_V3 } version;
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
	return (volatile u32 *)(fix_to_virt(slot) + offset);
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

bool gic_init(void)
{
	static const struct {
		const char *compatible;
		int version;
	} known[] = {
		{ "arm,cortex-a15-gic", GIC_V2 },
		{ "arm,gic-400", GIC_V2 },
		{ "arm,gic-v3", GIC_V3 },
	};
	struct fdt_node node;
	u64 dist, cpu, size;

	for (unsigned int i = 0; i < ARRAY_SIZE(known) && version == GIC_NONE; i++) {
		if (!fdt_find_compatible(known[i].compatible, &node))
			continue;
		if (!fdt_reg(&node, 0, &dist, &size) || !fdt_reg(&node, 1, &cpu, &size))
			return false;
		set_fixmap_io(FIX_GIC_DIST, dist);
		set_fixmap_io(FIX_GIC_CPU, cpu);
		if (known[i].version == GIC_V2) {
			init_v2();
		} else {
			/* The first redistributor is the boot CPU's. */
			set_fixmap_io(FIX_GIC_SGI, cpu + GICR_SGI_FRAME);
			redistributors = cpu;
			init_v3();
		}
		version = known[i].version;
	}
	return version != GIC_NONE;
}

/*
 * By the registers at `slot`: GICv2's distributor, where those of private interrupts are each CPU's
 * own, or a redistributor's SGI frame.
 */
static void enable(unsigned int slot, unsigned int intid, enum gic_line line)
{
	u32 group1 = *reg(slot, GICD_IGROUPR0);

	/* With one group a write here has no effect. */
	*reg(slot, GICD_IGROUPR0) =
		line == GIC_FIQ && two_groups ? group1 & ~BIT(intid) : group1 | BIT(intid);
	*((volatile u8 *)reg(slot, GICD_IPRIORITYR) + intid) =
		line == GIC_FIQ ? PRIORITY_FIQ : PRIORITY_IRQ;
	*reg(slot, GICD_ISENABLER0) = BIT(intid);
}

bool gic_enable(unsigned int intid, enum gic_line line)
{
	if (version == GIC_NONE)
		return false;
	enable(version == GIC_V2 ? FIX_GIC_DIST : FIX_GIC_SGI, intid, line);
	return true;
}

void gic_add_cpu(u64 mpidr, unsigned int sgi)
{
	u32 affinity = (u32)((mpidr >> 8 & 0xff000000) | (mpidr & 0xffffff)), typer;
	u64 frames = redistributors;
	bool found;

	if (version != GIC_V3)
		return;
	do {
		set_fixmap_io(FIX_GIC_OTHER, frames);
		typer = *reg(FIX_GIC_OTHER, GICR_TYPER);
		found = *reg(FIX_GIC_OTHER, GICR_TYPER_AFFINITY) == affinity;
		if (found) {
			wake_redistributor(FIX_GIC_OTHER);
			set_fixmap_io(FIX_GIC_OTHER, frames + GICR_SGI_FRAME);
			enable(FIX_GIC_OTHER, sgi, GIC_IRQ);
		}
		frames += typer & GICR_TYPER_VLPIS ? GICV4_FRAMES : GICR_FRAMES;
	} while (!found && !(typer & GICR_TYPER_LAST));
	clear_fixmap(FIX_GIC_OTHER);
}

void gic_cpu_init(unsigned int sgi)
{
	if (version == GIC_V2) {
		init_cpu_v2();
		enable(FIX_GIC_DIST, sgi, GIC_IRQ);
	} else if (version == GIC_V3) {
		init_cpu_v3();
	}
}

void gic_interrupt_others(unsigned int sgi)
{
	dsb(ish);
	if (version == GIC_V2)
		*reg(FIX_GIC_DIST, GICD_SGIR) = GICD_SGIR_OTHERS | sgi;
	else if (version == GIC_V3)
		/* ICC_SGI1R_EL1 */
		write_sysreg(ICC_SGI1R_OTHERS | ICC_SGI1R_INTID(sgi), S3_0_C12_C11_5);
	isb();
}

u32 gic_ack(enum gic_line line)
{
	if (version == GIC_V2)
		return *reg(FIX_GIC_CPU, GICC_IAR);
	if (version == GIC_V3 && line == GIC_FIQ)
		return (u32)read_sysreg(S3_0_C12_C8_0); /* ICC_IAR0_EL1 */
	if (version == GIC_V3)
		return (u32)read_sysreg(S3_0_C12_C12_0); /* ICC_IAR1_EL1 */
	return SPURIOUS;
}

void gic_end(u32 ack, enum gic_line line)
{
	if (GIC_INTID(ack) >= FIRST_SPECIAL)
		return;
	if (version == GIC_V2)
		*reg(FIX_GIC_CPU, GICC_EOIR) = ack;
	else if (line == GIC_FIQ)
		write_sysreg(ack, S3_0_C12_C8_1); /* ICC_EOIR0_EL1 */
	else
		write_sysreg(ack, S3_0_C12_C12_1); /* ICC_EOIR1_EL1 */
	isb();
}

const char *gic_delivery(void)
{
	return version == GIC_NONE ? "none" : two_groups ? "fiq" : "irq";
}
