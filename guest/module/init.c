// SPDX-License-Identifier: GPL-2.0-only
/*
 * The first process: loads the peer, and the module with the words that lie beside it, and powers
 * off. A case calls it as a helper that loads another module. No C library; the numbers are those
 * of arm64 (include/uapi/asm-generic/unistd.h).
 */

#define SYS_MKDIRAT		34
#define SYS_MOUNT		40
#define SYS_OPENAT		56
#define SYS_READ		63
#define SYS_WRITE		64
#define SYS_SYNC		81
#define SYS_EXIT_GROUP		94
#define SYS_DELETE_MODULE	106
#define SYS_REBOOT		142
#define SYS_GETPID		172
#define SYS_FINIT_MODULE	273
#define AT_FDCWD		(-100L)
#define O_NONBLOCK		04000

/* reboot(2). */
#define MAGIC1			0xfee1deadL
#define MAGIC2			672274793L
#define POWER_OFF		0x4321fedcL

typedef unsigned long size;

static long call(long number, long a, long b, long c, long d, long e)
{
	register long x8 __asm__("x8") = number;
	register long x0 __asm__("x0") = a;
	register long x1 __asm__("x1") = b;
	register long x2 __asm__("x2") = c;
	register long x3 __asm__("x3") = d;
	register long x4 __asm__("x4") = e;

	__asm__ volatile("svc #0"
			 : "+r"(x0)
			 : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4)
			 : "memory", "cc");
	return x0;
}

static char text[1 << 16];

static long open_file(const char *path, long flags)
{
	return call(SYS_OPENAT, AT_FDCWD, (long)path, flags, 0, 0);
}

static size length(const char *string)
{
	size n = 0;

	while (string[n])
		n++;
	return n;
}

/* Straight into the kernel's log: a console may not be there yet. */
static void say(const char *what)
{
	static long log = -1;

	if (log < 0)
		log = open_file("/dev/kmsg", 1 /* O_WRONLY */);
	call(SYS_WRITE, log, (long)what, (long)length(what), 0, 0);
}

/* All of a small file, NUL-terminated. */
static size read_file(const char *path, char *to, size room)
{
	long fd = open_file(path, 0), n;
	size used = 0;

	while (fd >= 0 && used + 1 < room) {
		n = call(SYS_READ, fd, (long)(to + used), (long)(room - 1 - used), 0, 0);
		if (n <= 0)
			break;
		used += (size)n;
	}
	to[used] = 0;
	return used;
}

/* Copies a string; gives where the copy ends. */
static char *append(char *to, const char *what)
{
	while (*what)
		*to++ = *what++;
	*to = 0;
	return to;
}

/* Whether a line of /proc/kallsyms ("ADDRESS TYPE NAME") is of that name. */
static int is_of(const char *line, const char *name)
{
	for (int blanks = 0; blanks < 2 && *line; line++)
		blanks += *line == ' ';
	while (*name && *line == *name) {
		line++;
		name++;
	}
	return !*name && (*line == '\n' || *line == '\t' || !*line);
}

/* The address of a symbol of the kernel, as "0x…"; false if it is not to be found. */
static int find_symbol(const char *name, char *to)
{
	static char line[512];
	long fd = open_file("/proc/kallsyms", 0);
	size used = 0;
	long n;

	while (fd >= 0 && (n = call(SYS_READ, fd, (long)text, sizeof(text), 0, 0)) > 0) {
		for (long i = 0; i < n; i++) {
			if (text[i] != '\n') {
				if (used + 1 < sizeof(line))
					line[used++] = text[i];
				continue;
			}
			line[used] = 0;
			used = 0;
			if (!is_of(line, name))
				continue;
			for (used = 0; line[used] != ' '; used++)
				;
			line[used] = 0;
			append(append(to, "0x"), line);
			return 1;
		}
	}
	return 0;
}

/* What finit_module(2) says of a file. */
static long load(const char *path, const char *parameters)
{
	long fd = open_file(path, 0);

	return fd < 0 ? fd : call(SYS_FINIT_MODULE, fd, (long)parameters, 0, 0, 0);
}

static void run(void)
{
	static char parameters[1 << 16];
	char address[32];
	char *to;

	call(SYS_MKDIRAT, AT_FDCWD, (long)"/proc", 0755, 0, 0);
	call(SYS_MOUNT, (long)"proc", (long)"/proc", (long)"proc", 0, 0);
	if (!find_symbol("kallsyms_lookup_name", address))
		return say("sct: /proc/kallsyms names no kallsyms_lookup_name");
	to = append(append(parameters, "lookup="), address);
	if (load("/sct_peer.ko", parameters))
		return say("sct: the module sct_peer does not load");
	to = append(to, " helper=/init");
	/* In quotes, since there are blanks in it. */
	to = append(to, " args=\"");
	to += read_file("/sct.args", to, (size)(parameters + sizeof(parameters) - to - 2));
	append(to, "\"");
	/* ECANCELED: it has done what there was to do. */
	if (load("/sct.ko", parameters) != -125)
		say("sct: the module does not load");
}

static int is(const char *a, const char *b)
{
	while (*a && *a == *b) {
		a++;
		b++;
	}
	return *a == *b;
}

/* As a helper of the module's: loads another one, or unloads it. Ends with its errno. */
static void help(char **argv)
{
	long err;

	if (is(argv[1], "load"))
		err = load(argv[2], argv[3]);
	else
		err = call(SYS_DELETE_MODULE, (long)argv[2], O_NONBLOCK, 0, 0, 0);
	call(SYS_EXIT_GROUP, -err, 0, 0, 0, 0);
}

/* `stack`: the count of arguments, and the arguments. */
void begin(char **stack)
{
	if (call(SYS_GETPID, 0, 0, 0, 0, 0) != 1)
		help(stack + 1);
	call(SYS_MKDIRAT, AT_FDCWD, (long)"/dev", 0755, 0, 0);
	call(SYS_MOUNT, (long)"dev", (long)"/dev", (long)"devtmpfs", 0, 0);
	run();
	call(SYS_REBOOT, MAGIC1, MAGIC2, POWER_OFF, 0, 0);
	for (;;)
		;
}

__asm__("	.globl	_start\n"
	"_start:\n"
	"	mov	x29, xzr\n"
	"	mov	x30, xzr\n"
	"	mov	x0, sp\n"
	"	bl	begin\n");
