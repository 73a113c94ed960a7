// SPDX-License-Identifier: GPL-2.0-only
/* PL011 (DDI 0183), the console that /chosen/stdout-path names. */
#include <asm/fixmap.h>
#include <linux/printk.h>
#include <linux/string.h>
#include <sct/console.h>
#include <sct/fdt.h>
#include <sct/platform.h>

#define PL011		"arm,pl011"

#define UARTDR		0x00
#define UARTFR		0x18
#define UARTFR_TXFF	BIT(5)
#define UARTLCR_H	0x2c
#define UARTLCR_8N1_FIFO 0x70
#define UARTCR		0x30
#define UARTCR_TX	(BIT(8) | BIT(0))	/* TXE, UARTEN */

static volatile u8 *base;

static volatile u32 *reg(unsigned int offset)
{
	return (volatile u32 *)(base + offset);
}

/* stdout-path is a path or an alias, with options after a colon. */
static bool find_stdout(struct fdt_node *node)
{
	const char *value;
	char path[96];
	u32 len;

	if (!fdt_find_path("/chosen", node))
		return false;
	value = fdt_prop(node, "stdout-path", &len);
	if (!value)
		return false;
	snprintf(path, sizeof(path), "%s", value);
	for (char *c = path; *c; c++)
		if (*c == ':')
			*c = '\0';
	if (path[0] != '/') {
		if (!fdt_find_path("/aliases", node))
			return false;
		value = fdt_prop(node, path, &len);
		if (!value)
			return false;
		snprintf(path, sizeof(path), "%s", value);
	}
	return fdt_find_path(path, node);
}

static bool find_uart(u64 *address)
{
	struct fdt_node node;
	u64 size;

	/* Something else may be the console of a board that has a PL011 too. */
	if (!(find_stdout(&node) && fdt_is_compatible(&node, PL011)) &&
	    !fdt_find_compatible(PL011, &node))
		return false;
	return fdt_reg(&node, 0, address, &size);
}

static void uart_putc(char c)
{
	while (*reg(UARTFR) & UARTFR_TXFF)
		;
	*reg(UARTDR) = (u8)c;
}

static void start(u64 address)
{
	base = (volatile u8 *)address;
	/* Firmware set the baud rate, if there was any firmware. */
	*reg(UARTLCR_H) = UARTLCR_8N1_FIFO;
	*reg(UARTCR) = UARTCR_TX;
	console_register(uart_putc);
}

bool uart_init(void)
{
	u64 address;

	if (!find_uart(&address))
		return false;
	set_fixmap_io(FIX_UART, ALIGN_DOWN(address, PAGE_SIZE));
	start(fix_to_virt(FIX_UART) + (address & (PAGE_SIZE - 1)));
	return true;
}

bool uart_init_unmapped(void)
{
	u64 address;

	if (!find_uart(&address))
		return false;
	start(address);
	return true;
}
