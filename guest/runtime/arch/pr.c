// SPDX-License-Identifier: GPL-2.0-only
/* The kernel's messages: pr_warn() and its kin, panic(). */
#include <asm/sysreg.h>
#include <linux/bug.h>
#include <linux/panic.h>
#include <linux/printk.h>
#include <linux/ratelimit.h>
#include <linux/smp.h>

#define LINE	256

static void print_lines(const char *fmt, va_list args)
{
	char text[LINE];

	if (cpu_number() != 0)
		return;
	vsnprintf(text, sizeof(text), fmt, args);
	for (char *line = text, *end; *line; line = end) {
		for (end = line; *end && *end != '\n'; end++)
			;
		if (*end)
			*end++ = '\0';
		printk("# %s\n", line);
	}
}

void pr_lines(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	print_lines(fmt, args);
	va_end(args);
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
