// SPDX-License-Identifier: GPL-2.0-only
/* What exceptions were taken, kept until the end of the case that took them. */
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/args.h>
#include <sct/exception.h>
#include <sct/taken.h>

/* More than any suite takes in one case; what does not fit is counted, and said. */
#define ROOM	256

static struct {
	u64 vector, esr, elr;
} taken[ROOM];
static unsigned int count, lost;

static void record(const struct pt_regs *regs, u64 vector)
{
	if (count == ROOM) {
		lost++;
		return;
	}
	taken[count].vector = vector;
	taken[count].esr = regs->esr;
	taken[count++].elr = regs->pc;
}

void taken_init(void)
{
	if (boot_arg_u64("sct.exceptions", 0))
		exception_watch = record;
}

void taken_print(void)
{
	static const char *const kinds[] = { "sync", "irq", "fiq", "serror" };

	for (unsigned int i = 0; i < count; i++)
		printk("    # taken kind=%s esr=0x%lx elr=0x%lx\n", kinds[taken[i].vector % 4],
		       taken[i].esr, taken[i].elr);
	if (lost)
		printk("    # taken lost=%u\n", lost);
	count = 0;
	lost = 0;
}
