// SPDX-License-Identifier: GPL-2.0-only
/* The UART as the console. */
#include <asm/fixmap.h>
#include <sct/console.h>
#include <sct/platform.h>
#include <sct/uart.h>

static struct uart uart;

static u64 address(int reg)
{
	return uart.address + (u64)((s64)reg * (1 << uart.shift));
}

static u32 read(int reg)
{
	if (uart.width == 1)
		return *(volatile u8 *)address(reg);
	if (uart.width == 2)
		return *(volatile u16 *)address(reg);
	return *(volatile u32 *)address(reg);
}

static void write(int reg, u32 value)
{
	if (uart.width == 1)
		*(volatile u8 *)address(reg) = (u8)value;
	else if (uart.width == 2)
		*(volatile u16 *)address(reg) = (u16)value;
	else
		*(volatile u32 *)address(reg) = value;
}

static void uart_putc(char c)
{
	const struct uart_driver *driver = uart.driver;

	while ((read(driver->ready.reg) & driver->ready.mask) != driver->ready.value)
		;
	write(driver->data, (u8)c);
}

/* What is as it should be is left alone: firmware may have a character on its way. */
static void start(void)
{
	const struct uart_driver *driver = uart.driver;

	for (unsigned int i = 0; i < ARRAY_SIZE(driver->start); i++) {
		u32 is, wanted;

		if (!(driver->start[i].clear | driver->start[i].set))
			continue;
		is = read(driver->start[i].reg);
		wanted = (is & ~driver->start[i].clear) | driver->start[i].set;
		if (is != wanted)
			write(driver->start[i].reg, wanted);
	}
	console_register(uart_putc);
}

bool uart_init(void)
{
	if (!uart_find(&uart))
		return false;
	uart.address = set_fixmap_offset_io(FIX_UART, uart.address);
	start();
	return true;
}

bool uart_init_unmapped(void)
{
	if (!uart_find(&uart))
		return false;
	start();
	return true;
}
