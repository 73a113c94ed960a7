/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_COMPILER_H
#define _LINUX_COMPILER_H

#include <linux/compiler_types.h>

#define __always_inline		inline __attribute__((__always_inline__))
#define noinline		__attribute__((__noinline__))
#define __used			__attribute__((__used__))
#define __maybe_unused		__attribute__((__unused__))
#define __section(name)		__attribute__((__section__(name)))
#define __aligned(n)		__attribute__((__aligned__(n)))
#define __packed		__attribute__((__packed__))
#define __printf(a, b)		__attribute__((__format__(printf, a, b)))
#define __noreturn		__attribute__((__noreturn__))
#define __ro_after_init		__section(".data..ro_after_init")
#define __read_mostly
#define __init			__section(".init.text") __cold
#define __kprobes
#define noinstr			noinline
#define __weak			__attribute__((__weak__))
#define __initdata		__section(".init.data")
#define __initconst		__section(".init.rodata")
#define __exit			__section(".exit.text") __cold __used
#define __exitdata		__section(".exit.data")
#define __ref
#define __refdata
#define __meminit
#define __init_or_module
#define __initdata_or_module
#define __page_aligned_data	__aligned(1 << CONFIG_PAGE_SHIFT)
#define __page_aligned_bss	__aligned(1 << CONFIG_PAGE_SHIFT)

/* In each round of a loop that waits for another CPU. */
void cpu_relax(void);

#define likely(x)		__builtin_expect(!!(x), 1)
#define unlikely(x)		__builtin_expect(!!(x), 0)
#define barrier()		__asm__ __volatile__("" : : : "memory")

#define READ_ONCE(x)		(*(const volatile __typeof__(x) *)&(x))
#define WRITE_ONCE(x, val)	do { *(volatile __typeof__(x) *)&(x) = (val); } while (0)

#define barrier_data(p)		__asm__ __volatile__("" : : "r"(p) : "memory")
#define OPTIMIZER_HIDE_VAR(var)	__asm__("" : "=r"(var) : "0"(var))
#define RELOC_HIDE(p, offset)				\
	({						\
		unsigned long __hidden;			\
		__asm__("" : "=r"(__hidden) : "0"(p));	\
		(__typeof__(p))(__hidden + (offset));	\
	})
#define absolute_pointer(value)	RELOC_HIDE((void *)(value), 0)
#define data_race(expression)	(expression)
#define unreachable()		__builtin_unreachable()
#define __ADDRESSABLE(symbol)	\
	static void *__used __UNIQUE_ID(__addressable_##symbol) = (void *)&symbol;
#define __UNIQUE_ID(prefix)	__PASTE(__PASTE(__UNIQUE_ID_, prefix), __COUNTER__)

#define ___PASTE(a, b)		a##b
#define __PASTE(a, b)		___PASTE(a, b)

#endif
