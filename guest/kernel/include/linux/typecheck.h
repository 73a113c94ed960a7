/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_TYPECHECK_H
#define _LINUX_TYPECHECK_H
/* 1, and a warning of the compiler's if it is another type. */
#define typecheck(type, x)			\
	({					\
		type __wanted;			\
		__typeof__(x) __is;		\
		(void)(&__wanted == &__is);	\
		1;				\
	})
#define typecheck_fn(type, function)	({ type *__checked = (function); (void)__checked; })
#define typecheck_pointer(x)		({ (void)sizeof(*(x)); 1; })
#endif
