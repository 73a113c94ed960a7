// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's messages: pr_warn() and its kin, panic(). */
#include <asm/sysreg.h>
#include <linux/bug.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/smp.h>
#include <sct/counts.h>

#define LINE	256

/*
 * Of one case so many messages are printed: one that updates 60,000 times may say so each time, and
 * that is no mistake. What says more than any case could say is a loop, and heard again: whoever
 * reads the console ends it.
 */
#define PRINTED		200
#define A_LOOP		1000000

unsigned int message_count;
static unsigned int of_this_case;

void messages_again(void)
{
	of_this_case = 0;
}

static void print_lines(const char *fmt, va_list args)
{
	char text[LINE];
	unsigned int number;

	__atomic_fetch_add(&message_count, 1, __ATOMIC_RELAXED);
	if (cpu_number() != 0)
		return;
	number = ++of_this_case;
	if (number == PRINTED + 1)
		printk("# more messages of this case are not printed\n");
	if (number > PRINTED && number < A_LOOP)
		return;
	/* The level, and the byte before it that says so. */
	if (fmt[0] == KERN_SOH_ASCII)
		fmt += 2;
	vsnprintf(text, sizeof(text), fmt, args);
	for (char *line = text, *end; *line; line = end) {
		for (end = line; *end && *end != '\n'; end++)
			;
		if (*end)
			*end++ = '\0';
		printk("# %s\n", line);
	}
}

int pr_lines(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print_lines(fmt, args);
	va_end(args);
	return 0;
}

void panic(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print_lines(fmt, args);
	va_end(args);
	BUG();
}

int __ratelimit(struct ratelimit_state *state)
{
	u64 now = read_sysreg(cntvct_el0) * 1000 / read_sysreg(cntfrq_el0);

	if (now - state->begin >= state->interval) {
		state->begin = now;
		state->said = 0;
	}
	return state->said++ < state->burst;
}
