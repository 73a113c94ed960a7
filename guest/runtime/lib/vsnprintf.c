// SPDX-License-Identifier: GPL-2.0-only
/*
 * Formatting, to whoever takes the characters. Runs with the MMU off, too: no tables of pointers.
 */
#include <linux/printk.h>
#include <linux/string.h>
#include <sct/format.h>

struct sink {
	format_put *put;
	void *arg;
	size_t written;
};

static void emit(struct sink *sink, char c)
{
	sink->put(sink->arg, c);
	sink->written++;
}

static void emit_padded(struct sink *sink, const char *s, size_t len, size_t width, char pad)
{
	for (; width > len; width--)
		emit(sink, pad);
	while (len--)
		emit(sink, *s++);
}

static void emit_number(struct sink *sink, u64 value, unsigned int base, bool negative,
			size_t width, char pad)
{
	char digits[24];
	size_t at = sizeof(digits);

	do {
		digits[--at] = "0123456789abcdef"[value % base];
		value /= base;
	} while (value);
	if (negative)
		digits[--at] = '-';
	emit_padded(sink, digits + at, sizeof(digits) - at, width, pad);
}

/* %pe is an ERR_PTR()'s name in Linux: here its number. */
static void emit_error(struct sink *sink, s64 error, size_t width)
{
	emit_number(sink, error < 0 ? -(u64)error : (u64)error, 10, error < 0, width, ' ');
}

static bool is_alnum(char c)
{
	return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
}

static void format_to(struct sink *sink, const char *fmt, va_list args)
{
	for (; *fmt; fmt++) {
		unsigned int longs = 0;
		size_t width = 0;
		char pad = ' ';

		if (*fmt != '%') {
			emit(sink, *fmt);
			continue;
		}
		if (*++fmt == '0')
			pad = *fmt++;
		for (; *fmt >= '0' && *fmt <= '9'; fmt++)
			width = width * 10 + (size_t)(*fmt - '0');
		for (; *fmt == 'l'; fmt++)
			longs++;
		switch (*fmt) {
		case 'c':
			emit(sink, (char)va_arg(args, int));
			break;
		case 's': {
			const char *s = va_arg(args, const char *);

			emit_padded(sink, s, strlen(s), width, ' ');
			break;
		}
		case 'd': {
			s64 value = longs ? va_arg(args, s64) : va_arg(args, int);

			emit_number(sink, value < 0 ? -(u64)value : (u64)value, 10, value < 0,
				    width, pad);
			break;
		}
		case 'u':
			emit_number(sink, longs ? va_arg(args, u64) : va_arg(args, unsigned int),
				    10, false, width, pad);
			break;
		case 'x':
			emit_number(sink, longs ? va_arg(args, u64) : va_arg(args, unsigned int),
				    16, false, width, pad);
			break;
		case 'p':
			if (fmt[1] == 'e') {
				fmt++;
				emit_error(sink, va_arg(args, s64), width);
				break;
			}
			emit(sink, '0');
			emit(sink, 'x');
			emit_number(sink, (u64)va_arg(args, void *), 16, false, width, '0');
			/* %pS, %ps, %px, …: there are no symbols here, and nothing to hide. */
			for (; is_alnum(fmt[1]); fmt++)
				;
			break;
		case '\0':
			return;
		default:
			emit(sink, *fmt);
		}
	}
}

int format(format_put *put, void *arg, const char *fmt, va_list args)
{
	struct sink sink = { put, arg, 0 };

	format_to(&sink, fmt, args);
	return (int)sink.written;
}

/* What is left of the caller's buffer, but for the byte that ends the string. */
struct room {
	char *at, *last;
};

static void put_in_room(void *arg, char c)
{
	struct room *room = arg;

	if (room->at < room->last)
		*room->at++ = c;
}

int vsnprintf(char *buf, size_t size, const char *fmt, va_list args)
{
	struct room room = { buf, size ? buf + size - 1 : buf };
	int n = format(put_in_room, &room, fmt, args);

	if (size)
		*room.at = '\0';
	return n;
}

int snprintf(char *buf, size_t size, const char *fmt, ...)
{
	va_list args;
	int n;

	va_start(args, fmt);
	n = vsnprintf(buf, size, fmt, args);
	va_end(args);
	return n;
}
