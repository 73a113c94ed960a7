/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _SCT_PLATFORM_H
#define _SCT_PLATFORM_H

#include <linux/compiler.h>
#include <linux/types.h>

/* The machine, as its device tree describes it. Each init needs fdt_init() and returns false if there is no such device. */

bool uart_init(void);
/* The same while the MMU is off. */
bool uart_init_unmapped(void);
void uart_putc(char c);

bool psci_init(void);
void psci_system_off(void);

/* The end of the road: powers off, and if that does nothing waits for the harness to notice. */
void __noreturn power_off(void);

/*
 * The interrupt controller, as far as the watchdog needs it: one private interrupt, delivered as FIQ where the controller lets non-secure code
 * choose (so that it gets through to code that masks IRQs), else as IRQ.
 */
bool gic_init(unsigned int intid);
/* Acknowledges the pending interrupt, for gic_end() to end; GIC_INTID of it is 1020 and up if there was none. */
u32 gic_ack(void);
void gic_end(u32 ack);
#define GIC_INTID(ack)	((ack) & 0x3ff)
const char *gic_delivery(void);	/* "fiq", "irq" or "none" */

/* Whether the physical addresses from `start` to `end` are RAM, in one piece. */
bool memory_holds(phys_addr_t start, phys_addr_t end);

/* `milliseconds` of CNTVCT from now on the watchdog fires; 0 stops it. */
bool watchdog_init(void);
void watchdog_start(u64 milliseconds);
/* Called on an interrupt: whether it is the watchdog, which is stopped then. */
bool watchdog_fired(void);

/* Boot arguments (/chosen/bootargs): the value of `key=` into `buf`, or false. */
bool boot_arg(const char *key, char *buf, size_t size);
u64 boot_arg_u64(const char *key, u64 otherwise);

#endif
