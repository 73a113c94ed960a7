// SPDX-License-Identifier: GPL-2.0-only
/* Code that was emitted: mprotect(2). */
#include <asm/cacheflush.h>
#include <asm/pgtable.h>
#include <linux/kernel.h>
#include <linux/panic.h>
#include <sct/features.h>
#include <sct/linux.h>
#include "../common/memory.h"

static void set(char *start, char *end, u64 rights)
{
	u64 from = ALIGN_DOWN((u64)start, PAGE_SIZE), to = ALIGN((u64)end, PAGE_SIZE);
	long err = linux_call(SYS_MPROTECT, from, to - from, rights);

	/* A body that cannot be executed would say so, but not why. */
	if (err)
		panic("mprotect of emitted code to 0x%lx: errno %ld", rights, -err);
}

void code_executable(char *start, char *end)
{
	set(start, end, PROT_READ | PROT_EXEC | (cpu_has_bti() ? PROT_BTI : 0));
	caches_clean_inval_pou((unsigned long)start, (unsigned long)end);
}

void code_readable(char *start, char *end)
{
	set(start, end, PROT_READ);
}

void code_writable(char *start, char *end)
{
	set(start, end, PROT_READ | PROT_WRITE);
}
