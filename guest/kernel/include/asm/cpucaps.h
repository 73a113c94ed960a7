/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _ASM_CPUCAPS_H
#define _ASM_CPUCAPS_H
/*
 * Those that code about trampolines may ask for; Linux has some hundred. The numbers mean nothing.
 */
#define ARM64_ALWAYS_BOOT		0
#define ARM64_ALWAYS_SYSTEM		1
#define ARM64_BTI			2
#define ARM64_HAS_ADDRESS_AUTH		3
#define ARM64_HAS_VIRT_HOST_EXTN	4
#define ARM64_WORKAROUND_843419		5
#define ARM64_HAS_CACHE_IDC		6
#define ARM64_HAS_CACHE_DIC		7
#define ARM64_HAS_LSE_ATOMICS		8
#endif
