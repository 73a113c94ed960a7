// SPDX-License-Identifier: GPL-2.0-only
/*
 * Whether this machine keeps a load-acquire behind a store-release before it, as the architecture
 * wants (Arm ARM, B2.3: STLR and LDAR are RCsc) and as atomics of C and C++ rest on. A control of
 * the host: QEMU that translates for x86 on several threads does not (docs/arm64.md). Two threads
 * store each into a word of its own, then load the other's: not both may find what was there
 * before. Ends with 1 if they did. No libc.
 */
typedef unsigned long u64;

#define ROUNDS 5000
#define WORDS  64

enum { SYS_WRITE = 64, SYS_EXIT = 93, SYS_EXIT_GROUP = 94, SYS_CLONE = 220 };

/* A cache line each, of whatever size. */
struct word {
	u64 value;
	char apart[248];
};

static struct word words[2][WORDS];
static u64 found[2][WORDS];
static u64 begun, ended;
static char stack[16384] __attribute__((aligned(16)));

static long call(long number, u64 a, u64 b, u64 c)
{
	register u64 x0 asm("x0") = a;
	register u64 x1 asm("x1") = b;
	register u64 x2 asm("x2") = c;
	register long x8 asm("x8") = number;

	asm volatile("svc #0" : "+r"(x0) : "r"(x1), "r"(x2), "r"(x8) : "memory");
	return (long)x0;
}

static void say(const char *text)
{
	u64 size = 0;

	while (text[size])
		size++;
	call(SYS_WRITE, 1, (u64)text, size);
}

static void say_number(u64 value)
{
	char text[24], *at = &text[23];

	*at = '\0';
	do
		*--at = (char)('0' + value % 10);
	while (value /= 10);
	say(at);
}

static void wait_for(u64 *what, u64 round)
{
	/* Where CPUs take turns, the other one's begins with it. */
	while (__atomic_load_n(what, __ATOMIC_ACQUIRE) < round)
		asm volatile("yield");
}

static void store_and_load(int own, u64 round)
{
	for (int i = 0; i < WORDS; i++)
		asm volatile("stlr %[round], [%[mine]]\n\tldar %[got], [%[others]]"
			     : [got] "=&r"(found[own][i])
			     : [round] "r"(round), [mine] "r"(&words[own][i].value),
			       [others] "r"(&words[!own][i].value)
			     : "memory");
}

/* The other thread; it has no stack frame to return to. */
__attribute__((noreturn, used)) static void other(void)
{
	for (u64 round = 1; round <= ROUNDS; round++) {
		wait_for(&begun, round);
		store_and_load(1, round);
		__atomic_store_n(&ended, round, __ATOMIC_RELEASE);
	}
	for (;;)
		call(SYS_EXIT, 0, 0, 0);
}

static void start_other(void)
{
	/* CLONE_VM, FS, FILES, SIGHAND, THREAD, SYSVSEM */
	register u64 x0 asm("x0") = 0x50f00;
	register u64 x1 asm("x1") = (u64)(stack + sizeof(stack));
	register u64 x2 asm("x2") = 0;
	register u64 x3 asm("x3") = 0;
	register u64 x4 asm("x4") = 0;
	register u64 x8 asm("x8") = SYS_CLONE;

	asm volatile("svc #0\n\tcbnz x0, 1f\n\tb other\n1:"
		     : "+r"(x0)
		     : "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x8)
		     : "memory");
}

__attribute__((used)) static void start(void)
{
	u64 wrong = 0;

	start_other();
	for (u64 round = 1; round <= ROUNDS; round++) {
		__atomic_store_n(&begun, round, __ATOMIC_RELEASE);
		store_and_load(0, round);
		wait_for(&ended, round);
		for (int i = 0; i < WORDS; i++)
			wrong += found[0][i] < round && found[1][i] < round;
	}
	say_number(wrong);
	say(" of ");
	say_number(ROUNDS * WORDS);
	say(" times a load-acquire came before the store-release in front of it\n");
	call(SYS_EXIT_GROUP, wrong != 0, 0, 0);
}

asm(".globl _start\n_start:\n\tb start\n");
