// SPDX-License-Identifier: GPL-2.0-only
/* Before and after a case: what it must leave as it was. */
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/balance.h>
#include <sct/case.h>
#include <sct/context.h>
#include <sct/counts.h>
#include <sct/cpu_balance.h>
#include <sct/locks.h>
#include <sct/memory.h>
#include <sct/needs.h>

/*
 * Half of the kernel's stack, which has 16 KiB (THREAD_SIZE, arch/arm64/include/asm/memory.h): an
 * update is made far below a system call. The bench's own part of a case is within it.
 */
#define STACK_LIMIT	SZ_8K

/* All ones: eight words are looked at by an AND of them. */
#define STACK_PATTERN	(~0UL)

static unsigned int warns_before, warns_expected;
/* Where the case begins, and the lowest word that anybody wrote below. */
static u64 *stack_start, *stack_low;

void expect_warns(unsigned int count)
{
	warns_expected = count;
}

/* Nothing is called meanwhile, and no interrupt comes: what lies below sp is nobody's. */
void balance_begin(void)
{
	u64 *sp;

	warns_before = warn_count;
	warns_expected = 0;
	lock_misuse = NULL;
	asm volatile("mov %0, sp" : "=r"(sp));
	stack_start = sp;
	/* All of it at first; then what the case before has written. */
	for (u64 *p = stack_low ? stack_low : stack_bottom(); p < sp; p++)
		WRITE_ONCE(*p, STACK_PATTERN);
	set_x18();
}

void balance_end(void)
{
	/* By cache lines: 240 cases look at 16 KiB each. */
	const u64 *p = stack_bottom();

	while (p + 8 <= stack_start &&
	       (p[0] & p[1] & p[2] & p[3] & p[4] & p[5] & p[6] & p[7]) == STACK_PATTERN)
		p += 8;
	while (p < stack_start && *p == STACK_PATTERN)
		p++;
	stack_low = (u64 *)p;
}

static void check_counts(const struct sct_case *c)
{
	const struct context *context = this_context();

	if (context->preempt_count)
		case_fail(c->file, c->line, "preemption is left %s: preempt_count is %d",
			  context->preempt_count > 0 ? "disabled" : "enabled once too often",
			  context->preempt_count);
	if (context->cpus_read_locks)
		case_fail(c->file, c->line, "cpus_read_lock() is left held, %d times",
			  context->cpus_read_locks);
	if (context->updates)
		case_fail(c->file, c->line, "the case ended in the midst of an update");
	if (lock_misuse)
		case_fail(c->file, c->line, "misuse of a lock: %s", lock_misuse);
}

static void check_stack(const struct sct_case *c)
{
	u64 depth = (u64)stack_start - (u64)stack_low;

	/* A control that recurses for ever uses all of it. */
	if (depth > STACK_LIMIT && strcmp(c->suite, "control"))
		case_fail(c->file, c->line, "the stack is used %lu bytes deep, of at most %u",
			  depth, STACK_LIMIT);
}

void balance_check(const struct sct_case *c)
{
	u64 daif = read_sysreg(daif), x18 = read_x18();
	unsigned int warns = warn_count - warns_before;

	/* A lock that stays held may leave all below unbalanced, so it is told first. */
	if (held_lock())
		case_fail(c->file, c->line, "a lock is left held: %s", held_lock());
	if (daif)
		case_fail(c->file, c->line, "interrupts are left masked: DAIF 0x%lx", daif);
	check_counts(c);
	if (x18 != X18_PATTERN && runtime_keeps_x18())
		case_fail(
			c->file, c->line,
			"x18 is changed, the shadow call stack's pointer: expected 0x%lx, got 0x%lx",
			X18_PATTERN, x18);
	if (warns > warns_expected)
		case_fail(c->file, c->line, "WARN at %s:%d: %u of them, expected %u", warn_file,
			  warn_line, warns, warns_expected);
	check_stack(c);
}
