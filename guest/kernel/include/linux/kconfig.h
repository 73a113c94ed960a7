/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_KCONFIG_H
#define _LINUX_KCONFIG_H

/*
 * 1 if `option` is defined as 1, else 0: a 1 is pasted to what makes an argument of its own, and so
 * shifts which one is the second.
 */
#define __ENABLED_1			,
#define __SECOND(first, second, ...)	second
#define __SECOND_OF(shift)		__SECOND(shift 1, 0, 0)
#define __IS_ENABLED(value)		__SECOND_OF(__ENABLED_##value)
#define IS_ENABLED(option)		__IS_ENABLED(option)
#define IS_BUILTIN(option)		__IS_ENABLED(option)
#define IS_REACHABLE(option)		__IS_ENABLED(option)
#define IS_MODULE(option)		0

#endif
