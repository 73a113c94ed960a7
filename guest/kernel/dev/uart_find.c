// SPDX-License-Identifier: GPL-2.0-only
/* Which UART is the console: the rules of Linux's early console, then whatever there is. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/args.h>
#include <sct/fdt.h>
#include <sct/uart.h>

/* The driver whose `earlycon=` name this is. */
static const struct uart_driver *driver_named(const char *name)
{
	for (unsigned int i = 0; i < UART_DRIVERS; i++)
		for (unsigned int j = 0; j < ARRAY_SIZE(uart_drivers[i].earlycon); j++)
			if (*name && !strcmp(uart_drivers[i].earlycon[j], name))
				return &uart_drivers[i];
	return NULL;
}

/* Cuts what is before the next comma off `text`, and returns it; empty at the end. */
static char *field(char **text)
{
	char *start = *text, *end = start;

	while (*end && *end != ',')
		end++;
	*text = *end ? end + 1 : end;
	*end = '\0';
	return start;
}

/* Hexadecimal behind 0x, else decimal; false if anything else is in it, or nothing. */
static bool number(const char *text, u64 *value)
{
	bool hex = text[0] == '0' && text[1] == 'x';
	u64 base = hex ? 16 : 10, digit;

	if (hex)
		text += 2;
	if (!*text)
		return false;
	for (*value = 0; *text; text++) {
		char c = *text | 0x20;

		digit = c >= 'a' ? (u64)(c - 'a') + 10 : (u64)(*text - '0');
		if (digit >= base)
			return false;
		*value = *value * base + digit;
	}
	return true;
}

/*
 * NAME,[mmio,|mmio16,|mmio32,]ADDRESS[,OPTIONS], as Documentation/admin-guide/kernel-parameters.txt
 * has it. Ports, and registers of the other endianness, are not for this guest.
 */
static bool from_earlycon(struct uart *uart)
{
	char text[64], *rest = text, *word;
	u8 shift = 0;

	if (!boot_arg("earlycon", text, sizeof(text)))
		return false;
	uart->driver = driver_named(field(&rest));
	if (!uart->driver)
		return false;
	word = field(&rest);
	if (!strncmp(word, "mmio", 4)) {
		if (!strcmp(word, "mmio16"))
			shift = 1;
		else if (!strcmp(word, "mmio32"))
			shift = 2;
		else if (word[4])
			return false;
		word = field(&rest);
	}
	uart->width = uart->driver->iotype_is_layout ? BIT(shift) : uart->driver->width;
	uart->shift = uart->driver->iotype_is_layout ? shift : uart->driver->shift;
	return number(word, &uart->address);
}

/* Whether the node is a UART that can be the console. */
static bool from_node(const struct fdt_node *node, struct uart *uart)
{
	const struct uart_driver *driver = uart_drivers;
	u64 size;

	for (unsigned int i = 0; i < UART_DRIVERS * ARRAY_SIZE(driver->compatible); i++) {
		driver = &uart_drivers[i / ARRAY_SIZE(driver->compatible)];
		if (!fdt_is_compatible(node,
				       driver->compatible[i % ARRAY_SIZE(driver->compatible)]) ||
		    !fdt_reg(node, 0, &uart->address, &size))
			continue;
		uart->driver = driver;
		uart->address += fdt_u32(node, "reg-offset", 0);
		uart->width = (u8)fdt_u32(node, "reg-io-width", driver->width);
		uart->shift = (u8)fdt_u32(node, "reg-shift", driver->shift);
		return true;
	}
	return false;
}

/* What the property of a node names: a path, or an alias. Both may have options after a colon. */
static bool from_path(const struct fdt_node *node, const char *name, struct uart *uart)
{
	struct fdt_node named;
	char alias[32];
	u32 len;
	const char *path = fdt_prop(node, name, &len);

	if (path && *path != '/') {
		snprintf(alias, sizeof(alias), "%s", path);
		for (char *c = alias; *c; c++)
			if (*c == ':')
				*c = '\0';
		path = fdt_find_path("/aliases", &named) ? fdt_prop(&named, alias, &len) : NULL;
	}
	return path && fdt_find_path(path, &named) && from_node(&named, uart);
}

static bool from_stdout_path(struct uart *uart)
{
	struct fdt_node chosen;

	return fdt_find_path("/chosen", &chosen) && (from_path(&chosen, "stdout-path", uart) ||
						     from_path(&chosen, "linux,stdout-path", uart));
}

/* serial0 to serial9: a board's own order. */
static bool from_aliases(struct uart *uart)
{
	char name[] = "serial0";
	struct fdt_node aliases, node;
	const char *path;
	u32 len;

	if (!fdt_find_path("/aliases", &aliases))
		return false;
	for (char *digit = &name[6]; *digit <= '9'; ++*digit) {
		path = fdt_prop(&aliases, name, &len);
		if (path && fdt_find_path(path, &node) && fdt_is_enabled(&node) &&
		    from_node(&node, uart))
			return true;
	}
	return false;
}

static bool from_any(struct uart *uart)
{
	struct fdt_node node = { .props = NULL };

	while (fdt_next(&node))
		if (fdt_is_enabled(&node) && from_node(&node, uart))
			return true;
	return false;
}

bool uart_find(struct uart *uart)
{
	return from_earlycon(uart) || from_stdout_path(uart) || from_aliases(uart) ||
	       from_any(uart);
}
