// SPDX-License-Identifier: GPL-2.0-only
/*
 * What a case reports: diagnostic lines, its verdict, what it measured, a fault. docs/console.md
 * says what each line means.
 */
#include <linux/printk.h>
#include <sct/cfi.h>
#include <sct/fault.h>
#include <sct/report.h>

struct sct_result *current_result;
const char *(*kind_of_memory)(u64 address);
const char *(*name_of_code)(u64 address);

/* Why the case that runs is not judged, and where it came to that; `why` is NULL if it is. */
static struct {
	const char *why;
	u64 pc;
} unjudged;

void diag(const char *fmt, ...)
{
	va_list args;

	if (current_result && current_result->scratch)
		return;
	/* The macro would ask whether it has a level. */
	(printk)(current_result ? "    # " : "# ");
	va_start(args, fmt);
	vprintk(fmt, args);
	va_end(args);
	printk("\n");
}

/* The first reason stays, unless a verdict that outranks it comes. */
static void set_verdict(enum sct_verdict verdict, const char *fmt, va_list args)
{
	if (verdict <= current_result->verdict)
		return;
	current_result->verdict = verdict;
	vsnprintf(current_result->reason, sizeof(current_result->reason), fmt, args);
}

void case_fail(const char *file, int line, const char *fmt, ...)
{
	char text[160];
	va_list args;

	/* What comes of an instruction that did nothing says nothing, whatever it is. */
	if (unjudged.why)
		return;
	va_start(args, fmt);
	vsnprintf(text, sizeof(text), fmt, args);
	va_end(args);
	diag("fail %s:%d: %s", file, line, text);
	va_start(args, fmt);
	set_verdict(SCT_FAIL, fmt, args);
	va_end(args);
}

void case_error(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	set_verdict(SCT_ERROR, fmt, args);
	va_end(args);
}

void case_skip(const char *fmt, ...)
{
	va_list args;

	va_start(args, fmt);
	set_verdict(SCT_SKIP, fmt, args);
	va_end(args);
}

void case_unjudged(const char *why, u64 pc)
{
	unjudged.why = why;
	unjudged.pc = pc;
}

void unjudged_skip(void)
{
	if (unjudged.why)
		case_skip("%s, at elr=0x%lx", unjudged.why, unjudged.pc);
}

void unjudged_forget(void)
{
	unjudged.why = NULL;
}

void metric(const char *name, u64 value, const char *unit)
{
	diag("metric %s %lu %s", name, value, unit);
}

void fault_print(const struct fault *fault)
{
	static const char *const kinds[] = { "none", "sync", "serror", "watchdog" };

	struct cfi_failure cfi;
	const char *kind = NULL, *name = name_of_code ? name_of_code(fault->elr) : NULL;
	char refused[48] = "";

	if (unjudged.why)
		return;
	if (cfi_failure_of(fault, &cfi))
		snprintf(refused, sizeof(refused), " target=0x%lx type=0x%08x", cfi.target,
			 cfi.type);
	if (kind_of_memory)
		kind = kind_of_memory(fault->elr) ?: kind_of_memory(fault->far);
	diag("fault kind=%s esr=0x%lx elr=0x%lx far=0x%lx spsr=0x%lx btype=%lu%s%s%s",
	     kinds[fault->kind], fault->esr, fault->elr, fault->far, fault->spsr,
	     SPSR_BTYPE(fault->spsr), kind ? " memory=" : "", kind ?: "", refused);
	for (unsigned int i = 0; i < 28; i += 4)
		diag("regs x%u=0x%lx x%u=0x%lx x%u=0x%lx x%u=0x%lx", i, fault->regs[i], i + 1,
		     fault->regs[i + 1], i + 2, fault->regs[i + 2], i + 3, fault->regs[i + 3]);
	diag("regs x28=0x%lx x29=0x%lx x30=0x%lx sp=0x%lx", fault->regs[28], fault->regs[29],
	     fault->regs[30], fault->sp);
	if (name)
		diag("elr: %s", name);
}
