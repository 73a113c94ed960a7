/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What is undone when a scope is left, Documentation/core-api/cleanup.rst: __free(), and guards,
 * which are classes whose constructor takes a lock and whose destructor releases it.
 */
#ifndef _LINUX_CLEANUP_H
#define _LINUX_CLEANUP_H

#include <linux/compiler.h>
#include <linux/types.h>

#define DEFINE_FREE(name, type, free_) \
	static __maybe_unused inline void __free_##name(void *p) { type _T = *(type *)p; free_; }
#define __free(name)			__cleanup(__free_##name)
#define no_free_ptr(p)			({ __auto_type __kept = (p); (p) = NULL; __kept; })
#define return_ptr(p)			return no_free_ptr(p)
#define retain_and_null_ptr(p)		((void)no_free_ptr(p))

#define DEFINE_CLASS(name, type, exit_, init_, args...)				\
	typedef type class_##name##_t;						\
	static __maybe_unused inline void class_##name##_destructor(type *p)	\
	{									\
		type _T = *p;							\
		exit_;								\
	}									\
	static __maybe_unused inline type class_##name##_constructor(args)	\
	{									\
		type t = init_;							\
		return t;							\
	}
#define EXTEND_CLASS(name, suffix, init_, args...)						\
	typedef class_##name##_t class_##name##suffix##_t;					\
	static __maybe_unused inline void class_##name##suffix##_destructor(class_##name##_t *p) \
	{											\
		class_##name##_destructor(p);							\
	}											\
	static __maybe_unused inline class_##name##_t class_##name##suffix##_constructor(args)	\
	{											\
		class_##name##_t t = init_;							\
		return t;									\
	}
#define CLASS(name, var) \
	class_##name##_t var __cleanup(class_##name##_destructor) = class_##name##_constructor

/*
 * `lock_` and `unlock_` say what to do with _T, a pointer of this type; _T is NULL where a
 * conditional guard got nothing.
 */
#define DEFINE_GUARD(name, type, lock_, unlock_)						\
	DEFINE_CLASS(										\
		name, type, if (_T) { unlock_; }, ({						\
			lock_;									\
			_T;									\
		}),										\
		type _T)									\
	static __maybe_unused inline void *class_##name##_lock_ptr(class_##name##_t *_T)	\
	{											\
		return *_T;									\
	}
#define DEFINE_GUARD_COND(name, suffix, condition)						\
	EXTEND_CLASS(name, suffix, ({								\
			     void *_t = _T;							\
			     if (_T && !(condition))						\
				     _t = NULL;							\
			     _t;								\
		     }),									\
		     class_##name##_t _T)							\
	static __maybe_unused inline void *class_##name##suffix##_lock_ptr(class_##name##_t *_T) \
	{											\
		return class_##name##_lock_ptr(_T);						\
	}

/*
 * The same for what takes no argument, or needs more than the lock: _T->lock, and the members that
 * are named last.
 */
#define __DEFINE_LOCK_GUARD(name, type, unlock_, members...)					\
	typedef struct {									\
		type *lock;									\
		members;									\
	} class_##name##_t;									\
	static __maybe_unused inline void class_##name##_destructor(class_##name##_t *_T)	\
	{											\
		if (_T->lock) {									\
			unlock_;								\
		}										\
	}											\
	static __maybe_unused inline void *class_##name##_lock_ptr(class_##name##_t *_T)	\
	{											\
		return (void *)_T->lock;							\
	}
#define DEFINE_LOCK_GUARD_1(name, type, lock_, unlock_, members...)		\
	__DEFINE_LOCK_GUARD(name, type, unlock_, members)			\
	static __maybe_unused inline class_##name##_t class_##name##_constructor(type *l)	\
	{									\
		class_##name##_t _t = { .lock = l }, *_T = &_t;			\
		lock_;								\
		return _t;							\
	}
#define DEFINE_LOCK_GUARD_1_COND(name, suffix, condition)					\
	EXTEND_CLASS(name, suffix, ({								\
			     class_##name##_t _t = { .lock = l }, *_T = &_t;			\
			     if (_T->lock && !(condition))					\
				     _T->lock = NULL;						\
			     _t;								\
		     }),									\
		     __typeof__(((class_##name##_t *)0)->lock) l)				\
	static __maybe_unused inline void *class_##name##suffix##_lock_ptr(class_##name##_t *_T) \
	{											\
		return class_##name##_lock_ptr(_T);						\
	}
#define DEFINE_LOCK_GUARD_0(name, lock_, unlock_, members...)			\
	__DEFINE_LOCK_GUARD(name, void, unlock_, members)			\
	static __maybe_unused inline class_##name##_t class_##name##_constructor(void)		\
	{									\
		class_##name##_t _t = { .lock = (void *)1 }, *_T = &_t;		\
		(void)_T;							\
		lock_;								\
		return _t;							\
	}

#define __guard_ptr(name)	class_##name##_lock_ptr
#define __guard_named(prefix, count)	__PASTE(prefix, count)
#define guard(name)		\
	CLASS(name, __guard_named(__guard_, __COUNTER__) __attribute__((__unused__)))
#define scoped_guard(name, args...)				\
	for (CLASS(name, __scope)(args), *__once = (void *)1;	\
	     __once && __guard_ptr(name)(&__scope); __once = NULL)
#define scoped_class(name, var, args) \
	for (CLASS(name, var)(args), *__once = (void *)1; __once; __once = NULL)
#define scoped_cond_guard(name, fail_, args...) \
	for (CLASS(name, __scope)(args), *__once = (void *)1; __once; __once = NULL) \
		if (!__guard_ptr(name)(&__scope)) { fail_; } else

#endif
