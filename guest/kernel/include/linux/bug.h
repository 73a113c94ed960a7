/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BUG_H
#define _LINUX_BUG_H

#include <asm/brk-imm.h>
#include <linux/kernel.h>

/* Prints `# warn file:line` and counts; the count is what the patch suite asserts on. */
void warn_slowpath(const char *file, int line);

#define BUG() do { asm volatile("brk %0" : : "i"(BUG_BRK_IMM)); __builtin_unreachable(); } while (0)
#define BUG_ON(condition) do { if (unlikely(condition)) BUG(); } while (0)

#define WARN_ON(condition) ({						\
	bool __cond = !!(condition);					\
	if (unlikely(__cond))						\
		warn_slowpath(__FILE__, __LINE__);			\
	unlikely(__cond);						\
})

#define WARN_ON_ONCE(condition) ({					\
	static bool __section(".data..once") __already_done;		\
	bool __cond_once = !!(condition);				\
	if (unlikely(__cond_once && !__already_done)) {			\
		__already_done = true;					\
		warn_slowpath(__FILE__, __LINE__);			\
	}								\
	unlikely(__cond_once);						\
})

#define WARN(condition, fmt, ...)	WARN_ON(condition)
#define WARN_ONCE(condition, fmt, ...)	WARN_ON_ONCE(condition)

#endif
