/* SPDX-License-Identifier: GPL-2.0-only */
/* UARTs, as far as it takes to print on one that firmware has set up. */
#ifndef _SCT_UART_H
#define _SCT_UART_H

#include <linux/types.h>

/*
 * What kind of UART there is: a record of dev/uart_drivers.c. No pointer is in it: it is read with
 * the MMU off, too. Registers count in units of 1 << `shift` bytes, from the UART's own address.
 */
struct uart_driver {
	char compatible[4][24]; /* of the device tree */
	char earlycon[2][12];	/* the names that the kernel's `earlycon=` has for it, if any */
	/* How a register is read and written; the device tree and `earlycon=` may know better. */
	u8 width; /* bytes */
	u8 shift;
	bool iotype_is_layout; /* in `earlycon=` mmio, mmio16, mmio32 say width and shift */
	struct {
		s16 reg;
		u32 mask, value;
	} ready; /* one more character can be sent once reg & mask is the value */
	struct {
		s16 reg;
		u32 value;
	} command[2]; /* what is written in front of each character; a value of 0 is none */
	s16 data;     /* where the character goes */
	struct {
		s16 reg;
		u32 clear, set;
	} start[2]; /* what it takes to send at all; one that does nothing is none */
};

#define UART_DRIVERS 8
extern const struct uart_driver uart_drivers[UART_DRIVERS];

/* A UART that was found. */
struct uart {
	const struct uart_driver *driver;
	u64 address;
	u8 width, shift;
};

u32 uart_read(const struct uart *uart, int reg);
void uart_write(const struct uart *uart, int reg, u32 value);

/*
 * The console: what the boot argument `earlycon=` says, else what the device tree says. Needs
 * fdt_init() and boot_args_init(); false if there is none.
 */
bool uart_find(struct uart *uart);

#endif
