// SPDX-License-Identifier: GPL-2.0-only
/* GICv2 (IHI 0048B) and GICv3 (IHI 0069), as far as one private peripheral interrupt on the boot CPU needs them. */
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

#define GICC_CTLR		0x0000
#define GICC_CTLR_GRP0		BIT(0)
#define GICC_CTLR_FIQEN		BIT(3)
#define GICC_PMR		0x0004
#define GICC_IAR		0x000c
#define GICC_EOIR		0x0010

#define GICR_WAKER		0x0014
#define GICR_WAKER_SLEEP	BIT(1)
#define GICR_WAKER_ASLEEP	BIT(2)
#define GICR_SGI_FRAME		0x10000

#define FIRST_SPECIAL		1020		/* INTIDs that name no interrupt */
#define SPURIOUS		1023
#define PRIORITY		0x80		/* any that the mask lets through */
#define PRIORITY_MASK		0xff		/* lets every priority through but the lowest */

static enum { GIC_NONE, GIC_V2, GIC_V3 } version;
static bool group0;

static volatile u32 *reg(unsigned int slot, unsigned int offset)
{
	return (volatile u32 *)(fix_to_virt(slot) + offset);
}

/* Group 0, which is what FIQ delivers, belongs to non-secure code only where there is no other security state; else a write has no effect. */
static void enable(unsigned int slot, unsigned int intid)
{
	u32 bits = *reg(slot, GICD_IGROUPR0);

	*reg(slot, GICD_IGROUPR0) = group0 ? bits & ~BIT(intid) : bits | BIT(intid);
	*(volatile u8 *)reg(slot, GICD_IPRIORITYR + intid) = PRIORITY;
	*reg(slot, GICD_ISENABLER0) = BIT(intid);
}

static void set_gicd_ctlr(u32 bits)
{
	*reg(FIX_GIC_DIST, GICD_CTLR) |= bits;
	while (*reg(FIX_GIC_DIST, GICD_CTLR) & GICD_CTLR_RWP)
		;
}

static void init_v2(unsigned int intid)
{
	group0 = !(*reg(FIX_GIC_DIST, GICD_TYPER) & GICD_TYPER_SECURITY);
	enable(FIX_GIC_DIST, intid);
	*reg(FIX_GIC_DIST, GICD_CTLR) = GICD_CTLR_GRP0;
	*reg(FIX_GIC_CPU, GICC_PMR) = PRIORITY_MASK;
	*reg(FIX_GIC_CPU, GICC_CTLR) = GICC_CTLR_GRP0 | (group0 ? GICC_CTLR_FIQEN : 0);
}

static void init_v3(unsigned int intid)
{
	*reg(FIX_GIC_CPU, GICR_WAKER) &= ~GICR_WAKER_SLEEP;
	while (*reg(FIX_GIC_CPU, GICR_WAKER) & GICR_WAKER_ASLEEP)
		;
	group0 = *reg(FIX_GIC_DIST, GICD_CTLR) & GICD_CTLR_DS;
	/* Affinity routing first: it must not change under an enabled group. */
	set_gicd_ctlr(GICD_CTLR_ARE);
	set_gicd_ctlr(group0 ? GICD_CTLR_GRP0 : GICD_CTLR_GRP1);
	enable(FIX_GIC_SGI, intid);
	write_sysreg(read_sysreg(S3_0_C12_C12_5) | 1, S3_0_C12_C12_5);	/* ICC_SRE_EL1.SRE */
	isb();
	write_sysreg(PRIORITY_MASK, S3_0_C4_C6_0);			/* ICC_PMR_EL1 */
	if (group0)
		write_sysreg(1, S3_0_C12_C12_6);			/* ICC_IGRPEN0_EL1 */
	else
		write_sysreg(1, S3_0_C12_C12_7);			/* ICC_IGRPEN1_EL1 */
	isb();
}

bool gic_init(unsigned int intid)
{
	static const struct { const char *compatible; int version; } known[] = {
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
			init_v2(intid);
		} else {
			/* The first redistributor is the boot CPU's. */
			set_fixmap_io(FIX_GIC_SGI, cpu + GICR_SGI_FRAME);
			init_v3(intid);
		}
		version = known[i].version;
	}
	return version != GIC_NONE;
}

u32 gic_ack(void)
{
	if (version == GIC_V2)
		return *reg(FIX_GIC_CPU, GICC_IAR);
	if (version == GIC_V3 && group0)
		return (u32)read_sysreg(S3_0_C12_C8_0);			/* ICC_IAR0_EL1 */
	if (version == GIC_V3)
		return (u32)read_sysreg(S3_0_C12_C12_0);		/* ICC_IAR1_EL1 */
	return SPURIOUS;
}

void gic_end(u32 ack)
{
	if (GIC_INTID(ack) >= FIRST_SPECIAL)
		return;
	if (version == GIC_V2)
		*reg(FIX_GIC_CPU, GICC_EOIR) = ack;
	else if (group0)
		write_sysreg(ack, S3_0_C12_C8_1);			/* ICC_EOIR0_EL1 */
	else
		write_sysreg(ack, S3_0_C12_C12_1);			/* ICC_EOIR1_EL1 */
	isb();
}

const char *gic_delivery(void)
{
	return version == GIC_NONE ? "none" : group0 ? "fiq" : "irq";
}
