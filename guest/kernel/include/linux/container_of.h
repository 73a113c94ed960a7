/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_CONTAINER_OF_H
#define _LINUX_CONTAINER_OF_H
#include <linux/build_bug.h>
#include <linux/stddef.h>
#define typeof_member(type, member)	__typeof__(((type *)0)->member)
#define container_of(pointer, type, member)					\
	({									\
		const volatile void *__member = (pointer);			\
		_Static_assert(__same_type(*(pointer), ((type *)0)->member) ||	\
				       __same_type(*(pointer), void),		\
			       "container_of() of another type");		\
		((type *)((unsigned long)__member - offsetof(type, member)));	\
	})
#define container_of_const(pointer, type, member)				\
	_Generic(pointer,							\
		const __typeof__(*(pointer)) *: (				\
			 (const type *)container_of(pointer, type, member)),	\
		default: container_of(pointer, type, member))
#endif
