// SPDX-License-Identifier: GPL-2.0-only
/* What is mapped, as the kernel has it: /proc/self/maps (proc(5)). */
#include <asm/pgtable.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/linux.h>

struct reader {
	long fd;
	char text[1024];
	size_t used, next;
};

/* The next character; 0 at the end. */
static char next(struct reader *r)
{
	long n;

	if (r->next == r->used) {
		n = linux_call(SYS_READ, r->fd, r->text, sizeof(r->text));
		if (n <= 0)
			return 0;
		r->used = (size_t)n;
		r->next = 0;
	}
	return r->text[r->next++];
}

/* One line, without its end and cut if it is long; false if there is none. */
static bool read_line(struct reader *r, char *line, size_t size)
{
	size_t n = 0;
	char c = next(r);

	if (!c)
		return false;
	for (; c && c != '\n'; c = next(r))
		if (n + 1 < size)
			line[n++] = c;
	line[n] = '\0';
	return true;
}

static u64 hexadecimal(const char **text)
{
	u64 value = 0;

	for (;; ++*text) {
		char c = **text;

		if (c >= '0' && c <= '9')
			value = value << 4 | (u64)(c - '0');
		else if (c >= 'a' && c <= 'f')
			value = value << 4 | (u64)(c - 'a' + 10);
		else
			return value;
	}
}

static bool has(const char *line, const char *word)
{
	size_t n = strlen(word);

	for (; *line; line++)
		if (!strncmp(line, word, n))
			return true;
	return false;
}

/* What is not of the image lies beyond all that is. */
#define FOREIGN	BIT(63)

/* `start-end rwxp offset dev inode path` */
static struct mapping mapping_of(const char *line)
{
	bool own = has(line, "/memfd:sct-image");
	struct mapping map;
	u64 end;

	map.va = hexadecimal(&line);
	line++;
	end = hexadecimal(&line);
	line++;
	map.size = end - map.va;
	map.prot = PTE_NORMAL | (line[1] == 'w' ? 0 : PTE_RDONLY) | (line[2] == 'x' ? 0 : PTE_PXN);
	line += strlen("rwxp ");
	map.pa = own ? (u64)_text + hexadecimal(&line) : FOREIGN | map.va;
	return map;
}

void walk_mappings(bool (*visit)(const struct mapping *map, void *arg), void *arg)
{
	struct reader r = { .used = 0, .next = 0 };
	char line[256];

	r.fd = linux_call(SYS_OPENAT, AT_FDCWD, "/proc/self/maps", 0);
	while (r.fd >= 0 && read_line(&r, line, sizeof(line))) {
		struct mapping map = mapping_of(line);

		if (!visit(&map, arg))
			break;
	}
	if (r.fd >= 0)
		linux_call(SYS_CLOSE, r.fd);
}
