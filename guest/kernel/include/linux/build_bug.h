/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_BUILD_BUG_H
#define _LINUX_BUILD_BUG_H
#define BUILD_BUG_ON(condition)			_Static_assert(!(condition), #condition)
#define BUILD_BUG_ON_MSG(condition, text)	_Static_assert(!(condition), text)
#endif
