/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_ONCE_H
#define _LINUX_ONCE_H
#include <linux/once_lite.h>
/* True for the call that did it. */
#define DO_ONCE(function, ...) ({						\
	static bool __called;							\
	bool __first = !__atomic_exchange_n(&__called, true, __ATOMIC_SEQ_CST);	\
	if (unlikely(__first))							\
		function(__VA_ARGS__);						\
	unlikely(__first);							\
})
#endif
