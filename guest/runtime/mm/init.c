// SPDX-License-Identifier: GPL-2.0-only
/* The end of the boot: initcalls, and what becomes of init memory. */
#include <asm/memory.h>
#include <asm/pgtable.h>
#include <linux/init.h>
#include <sct/init.h>
#include <sct/memory.h>
#include <sct/report.h>

extern const initcall_t __initcall_start[], __initcall_end[];

int system_state = SYSTEM_BOOTING;

bool initcalls_any(void)
{
	return (u64)__initcall_start < (u64)__initcall_end;
}

void initcalls_run(const void *unused __maybe_unused)
{
	system_state = SYSTEM_SCHEDULING;
	for (const initcall_t *fn = __initcall_start; fn < __initcall_end; fn++)
		(*fn)();
}

/* For fault lines: what nobody may use any more, or write. */
static const char *kind_of(u64 address)
{
	if (address >= (u64)_sinittext && address < (u64)_sdata)
		return "init";
	if (address >= (u64)_sro_after_init && address < (u64)_erodata)
		return "ro_after_init";
	return NULL;
}

void init_memory_free(void)
{
	system_state = SYSTEM_FREEING_INITMEM;
	protect(_sro_after_init, _erodata, PAGE_KERNEL_RO);
	protect(_sinittext, _sdata, 0);
	kind_of_memory = kind_of;
	system_state = SYSTEM_RUNNING;
}
