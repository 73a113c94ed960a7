// SPDX-License-Identifier: GPL-2.0-only
/* Words key=value. Runs with the MMU off, too: no tables of pointers. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/args.h>

const char *arg_value(const char *args, const char *key, size_t *size)
{
	size_t n = strlen(key), len;

	for (const char *word = args; *word;) {
		for (len = 0; word[len] && word[len] != ' '; len++)
			;
		if (len > n && !strncmp(word, key, n) && word[n] == '=') {
			*size = len - n - 1;
			return word + n + 1;
		}
		word += len;
		while (*word == ' ')
			word++;
	}
	*size = 0;
	return NULL;
}

bool arg_string(const char *args, const char *key, char *buf, size_t size)
{
	size_t len;
	const char *value = arg_value(args, key, &len);

	if (value)
		snprintf(buf, min(size, len + 1), "%s", value);
	return value;
}

u64 arg_u64(const char *args, const char *key, u64 otherwise)
{
	char text[24];
	u64 value = 0;

	if (!arg_string(args, key, text, sizeof(text)))
		return otherwise;
	for (const char *c = text; *c >= '0' && *c <= '9'; c++)
		value = value * 10 + (u64)(*c - '0');
	return value;
}
