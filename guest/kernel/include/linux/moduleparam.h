/* SPDX-License-Identifier: GPL-2.0-only */
/* Nobody gives a parameter: each has the value that it is defined with, and must exist. */
#ifndef _LINUX_MODULEPARAM_H
#define _LINUX_MODULEPARAM_H
#define __param_exists(name)			_Static_assert(sizeof(name) != 0, "module_param")
#define module_param(name, type, perm)		__param_exists(name)
#define module_param_named(name, value, type, perm) __param_exists(value)
#define core_param(name, value, type, perm)	__param_exists(value)
#define MODULE_PARM_DESC(name, text)		\
	_Static_assert(sizeof(text) != 0, "MODULE_PARM_DESC")
#endif
