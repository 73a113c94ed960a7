// SPDX-License-Identifier: GPL-2.0-only
/* The UART as the console. */
#include <asm/fixmap.h>
#include <sct/console.h>
#include <sct/platform.h>
#include <sct/uart.h>

static struct uart uart;

static void uart_putc(char c)
{
	const struct uart_driver *driver = uart.driver;

	while ((uart_read(&uart, driver->ready.reg) & driver->ready.mask) != driver->ready.value)
		;
	for (unsigned int i = 0; i < ARRAY_SIZE(driver->command); i++)
		if (driver->command[i].value)
			uart_write(&uart, driver->command[i].reg, driver->command[i].value);
	uart_write(&uart, driver->data, (u8)c);
}

/* What is as it should be is left alone: firmware may have a character on its way. */
static void start(void)
{
	const struct uart_driver *driver = uart.driver;

	for (unsigned int i = 0; i < ARRAY_SIZE(driver->start); i++) {
		u32 is, wanted;

		if (!(driver->start[i].clear | driver->start[i].set))
			continue;
		is = uart_read(&uart, driver->start[i].reg);
		wanted = (is & ~driver->start[i].clear) | driver->start[i].set;
		if (is != wanted)
			uart_write(&uart, driver->start[i].reg, wanted);
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
