// SPDX-License-Identifier: GPL-2.0-only
/* The registers of a UART, as wide and as far apart as it has them. */
#include <sct/uart.h>

static u64 address(const struct uart *uart, int reg)
{
	return uart->address + (u64)((s64)reg * (1 << uart->shift));
}

u32 uart_read(const struct uart *uart, int reg)
{
	if (uart->width == 1)
		return *(volatile u8 *)address(uart, reg);
	if (uart->width == 2)
		return *(volatile u16 *)address(uart, reg);
	return *(volatile u32 *)address(uart, reg);
}

void uart_write(const struct uart *uart, int reg, u32 value)
{
	if (uart->width == 1)
		*(volatile u8 *)address(uart, reg) = (u8)value;
	else if (uart->width == 2)
		*(volatile u16 *)address(uart, reg) = (u16)value;
	else
		*(volatile u32 *)address(uart, reg) = value;
}
