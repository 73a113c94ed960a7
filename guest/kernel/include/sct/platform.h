/* SPDX-License-Identifier: GPL-2.0-only */
/* The machine, as its device tree describes it. */
#ifndef _SCT_PLATFORM_H
#define _SCT_PLATFORM_H

#include <linux/compiler.h>
#include <linux/types.h>

/* Each init needs fdt_init() and returns false if there is no such device. */

/* Registers the UART as the console. Needs boot_args_init(). */
bool uart_init(void);
/* The same while the MMU is off. */
bool uart_init_unmapped(void);

bool psci_init(void);
void psci_system_off(void);
/*
 * Starts a CPU at `entry` with `context` in x0 and its MMU off. Returns 0 or what went wrong (DEN
 * 0022F 5.2.2).
 */
s64 psci_cpu_on(u64 mpidr, phys_addr_t entry, u64 context);
#define PSCI_NOT_SUPPORTED	(-1)
#define PSCI_ALREADY_ON		(-4)
#define PSCI_ON_PENDING		(-5)
/* Turns off the CPU that calls it. */
void psci_cpu_off(void);

/* The end of the road: powers off, and where nothing does that waits for whoever does. */
void __noreturn power_off(void);
/*
 * The same of a guest that cannot go on, and why: for the console, if there is one, and for a
 * debugger in sct_boot_failure.
 */
void __noreturn __printf(1, 2) boot_failure(const char *fmt, ...);
extern char sct_boot_failure[128];

/*
 * The interrupt controller, as far as private interrupts of the boot CPU need it, and one by which
 * it and the others interrupt one another. GIC_FIQ asks for group 0, which is delivered as FIQ and
 * so gets through to code that masks IRQs; where only secure code may choose, everything is group 1
 * and comes as IRQ.
 */
enum gic_line { GIC_IRQ, GIC_FIQ };
bool gic_init(void);
struct fdt_node;
/*
 * What an INTID is to the others, of the `index`th of a node's `interrupts`; 0 if there is none, or
 * no interrupt controller.
 */
unsigned int gic_intid(const struct fdt_node *node, unsigned int index);
/* False if there is no interrupt controller. */
bool gic_enable(unsigned int intid, enum gic_line line);
/*
 * Acknowledges the pending interrupt of the line that came, for gic_end() to end; GIC_INTID of it
 * is 1020 and up if there was none.
 */
u32 gic_ack(enum gic_line line);
void gic_end(u32 ack, enum gic_line line);
#define GIC_INTID(ack)	((ack) & 0x3ff)
/*
 * Lets another CPU take a software-generated interrupt, as IRQ: on the boot CPU, before that one is
 * turned on for the first time.
 */
void gic_add_cpu(u64 mpidr, unsigned int sgi);
/* On that CPU itself, each time that it is turned on. */
void gic_cpu_init(unsigned int sgi);
/* Sends it to all CPUs but this one. What was written before is seen by whoever takes it. */
void gic_interrupt_others(unsigned int sgi);
const char *gic_delivery(void); /* of what was enabled as GIC_FIQ: "fiq", "irq" or "none" */

/* `milliseconds` of CNTVCT from now on the watchdog fires; 0 stops it. */
bool watchdog_init(void);
void watchdog_start(u64 milliseconds);
/* It fires in so many ms already, if that is before its time, once. */
void watchdog_look_in(u64 milliseconds);
/* Whether its time has come. */
bool watchdog_is_over(void);
unsigned int watchdog_intid(void);

#endif
