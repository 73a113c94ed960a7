// SPDX-License-Identifier: GPL-2.0-only
/* What the compiler may call and the rest needs: byte by byte, but for whole words in one piece. */
#include <linux/string.h>

/* How many words of 8 bytes they are: none if one is not aligned, since that faults in the stub. */
static size_t words_of(u64 either, size_t n)
{
	return either % 8 ? 0 : n / 8;
}

void *memcpy(void *dst, const void *src, size_t n)
{
	u8 *d = dst;
	const u8 *s = src;

	for (size_t words = words_of((u64)d | (u64)s, n); words--; d += 8, s += 8, n -= 8)
		*(u64 *)d = *(const u64 *)s;
	while (n--)
		*d++ = *s++;
	return dst;
}

void *memmove(void *dst, const void *src, size_t n)
{
	u8 *d = dst;
	const u8 *s = src;

	if (d <= s)
		return memcpy(dst, src, n);
	while (n--)
		d[n] = s[n];
	return dst;
}

void *memset(void *dst, int c, size_t n)
{
	u8 *d = dst;

	for (size_t words = words_of((u64)d, n); words--; d += 8, n -= 8)
		*(u64 *)d = (u8)c * 0x0101010101010101UL;
	while (n--)
		*d++ = (u8)c;
	return dst;
}

int memcmp(const void *a, const void *b, size_t n)
{
	const u8 *x = a, *y = b;

	for (; n--; x++, y++)
		if (*x != *y)
			return *x - *y;
	return 0;
}

size_t strlen(const char *s)
{
	size_t n = 0;

	while (s[n])
		n++;
	return n;
}

int strncmp(const char *a, const char *b, size_t n)
{
	for (; n--; a++, b++)
		if (*a != *b || !*a)
			return (u8)*a - (u8)*b;
	return 0;
}

int strcmp(const char *a, const char *b)
{
	return strncmp(a, b, (size_t)-1);
}
