/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_LOCKDEP_TYPES_H
#define _LINUX_LOCKDEP_TYPES_H
struct lock_class_key {
};
struct lockdep_map {
	const char *name;
	struct lock_class_key *key;
};
#define STATIC_LOCKDEP_MAP_INIT(name, key)	{ name, key }
#define SINGLE_DEPTH_NESTING	1
#endif
