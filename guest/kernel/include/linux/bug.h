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

#define WARN(condition, fmt, ...) ({					\
	bool __warned = WARN_ON(condition);				\
	if (unlikely(__warned))						\
		pr_lines(fmt, ##__VA_ARGS__);				\
	unlikely(__warned);						\
})
#define WARN_ONCE(condition, fmt, ...) ({				\
	bool __cond_told = WARN_ON_ONCE(condition);			\
	if (unlikely(__cond_told))					\
		DO_ONCE_LITE(pr_lines, fmt, ##__VA_ARGS__);		\
	unlikely(__cond_told);						\
})
#define WARN_TAINT(condition, taint, fmt, ...)		WARN(condition, fmt, ##__VA_ARGS__)
#define WARN_TAINT_ONCE(condition, taint, fmt, ...)	WARN_ONCE(condition, fmt, ##__VA_ARGS__)
#define WARN_RATELIMIT(condition, fmt, ...)		WARN(condition, fmt, ##__VA_ARGS__)
#define WARN_ON_SMP(condition)				WARN_ON(condition)
#define CHECK_DATA_CORRUPTION(condition, fmt, ...)	WARN(condition, fmt, ##__VA_ARGS__)

#endif
