/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_INSTRUCTION_POINTER_H
#define _LINUX_INSTRUCTION_POINTER_H
#define _RET_IP_	((unsigned long)__builtin_extract_return_addr(__builtin_return_address(0)))
#define _THIS_IP_	({ unsigned long __pc; asm volatile("adr %0, ." : "=r"(__pc)); __pc; })
#endif
