// SPDX-License-Identifier: GPL-2.0-only
/* What are boot arguments elsewhere are the words behind the program's name. */
#include <linux/string.h>
#include <sct/args.h>
#include <sct/process.h>

/* As long as what a boot loader may pass (COMMAND_LINE_SIZE of arm64 is 2048), and long lists. */
static char words[8192];

void boot_args_init(void)
{
	size_t used = 0;

	for (int i = 1; i < process_start.argc; i++) {
		size_t len = strlen(process_start.argv[i]);

		if (used + len + 2 > sizeof(words))
			return;
		if (used)
			words[used++] = ' ';
		memcpy(words + used, process_start.argv[i], len);
		used += len;
	}
}

const char *boot_args(void)
{
	return words;
}
