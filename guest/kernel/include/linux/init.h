/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * What runs once, before any update that counts: sct/init.h says when. By level, and in a level in
 * the order of the linker.
 */
#ifndef _LINUX_INIT_H
#define _LINUX_INIT_H

#include <linux/kernel.h>

typedef int (*initcall_t)(void);
typedef void (*exitcall_t)(void);

#define ___define_initcall(fn, level)					\
	static initcall_t __used __section(".initcall" level ".init")	\
		__UNIQUE_ID(__initcall_##fn) = fn

#define early_initcall(fn)	___define_initcall(fn, "early")
#define pure_initcall(fn)	___define_initcall(fn, "0")
#define core_initcall(fn)	___define_initcall(fn, "1")
#define postcore_initcall(fn)	___define_initcall(fn, "2")
#define arch_initcall(fn)	___define_initcall(fn, "3")
#define subsys_initcall(fn)	___define_initcall(fn, "4")
#define fs_initcall(fn)		___define_initcall(fn, "5")
#define device_initcall(fn)	___define_initcall(fn, "6")
#define late_initcall(fn)	___define_initcall(fn, "7")
#define __initcall(fn)		device_initcall(fn)
#define module_init(fn)		device_initcall(fn)
/* Nothing that is built in is ever left. */
#define module_exit(fn)		\
	static exitcall_t __maybe_unused __UNIQUE_ID(__exitcall_##fn) = fn

/* Nobody gives the subject a parameter. */
#define __setup(text, fn)	\
	static int (*const __maybe_unused __UNIQUE_ID(__setup_##fn))(char *) = fn
#define early_param(text, fn)	__setup(text, fn)

#endif
