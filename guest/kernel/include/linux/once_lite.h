/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_ONCE_LITE_H
#define _LINUX_ONCE_LITE_H
#include <linux/compiler.h>
#include <linux/types.h>
/* In the section of WARN_ON_ONCE(): what one case has used up is no other's. */
#define __ONCE_LITE_IF(condition) ({		\
	static bool __section(".data..once") __already;	\
	bool __now = (condition) && !__already;	\
	if (unlikely(__now))			\
		__already = true;		\
	unlikely(__now);			\
})
#define DO_ONCE_LITE_IF(condition, function, ...) ({	\
	bool __holds = !!(condition);			\
	if (__ONCE_LITE_IF(__holds))			\
		function(__VA_ARGS__);			\
	unlikely(__holds);				\
})
#define DO_ONCE_LITE(function, ...)	DO_ONCE_LITE_IF(true, function, ##__VA_ARGS__)
#endif
