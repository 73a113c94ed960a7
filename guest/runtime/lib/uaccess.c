// SPDX-License-Identifier: GPL-2.0-only
/* Accesses that may fault: the exception table sends a faulting one to its fix-up. */
#include <asm/extable.h>
#include <linux/errno.h>
#include <linux/string.h>
#include <linux/uaccess.h>

#define NOFAULT_STORE(dst, value, insn, reg)					\
	asm goto("1:	" insn "	%" reg "0, [%1]\n"			\
		 _ASM_EXTABLE("1b", "%l[fault]")				\
		 : : "r"(value), "r"(dst) : "memory" : fault)

static long store(void *dst, u64 value, size_t size)
{
	if (size == 8)
		NOFAULT_STORE(dst, value, "str", "x");
	else if (size == 4)
		NOFAULT_STORE(dst, value, "str", "w");
	else if (size == 2)
		NOFAULT_STORE(dst, value, "strh", "w");
	else
		NOFAULT_STORE(dst, value, "strb", "w");
	return 0;
fault:
	return -EFAULT;
}

static long load(u8 *value, const void *src)
{
	u32 byte;

	asm goto volatile("1:	ldrb	%w0, [%1]\n" _ASM_EXTABLE("1b", "%l[fault]")
			  : "=r"(byte)
			  : "r"(src)
			  : "memory"
			  : fault);
	*value = (u8)byte;
	return 0;
fault:
	return -EFAULT;
}

/*
 * The largest single access that fits: as in the kernel, alignment is not asked for (the CPU
 * handles it on Normal memory).
 */
static size_t piece(size_t size)
{
	return size >= 8 ? 8 : size >= 4 ? 4 : size >= 2 ? 2 : 1;
}

long copy_to_kernel_nofault(void *dst, const void *src, size_t size)
{
	while (size) {
		size_t n = piece(size);
		u64 value = 0;

		memcpy(&value, src, n);
		if (store(dst, value, n))
			return -EFAULT;
		dst = (u8 *)dst + n;
		src = (const u8 *)src + n;
		size -= n;
	}
	return 0;
}

long copy_from_kernel_nofault(void *dst, const void *src, size_t size)
{
	for (u8 *d = dst; size--; d++, src = (const u8 *)src + 1)
		if (load(d, src))
			return -EFAULT;
	return 0;
}
