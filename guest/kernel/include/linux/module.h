/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * There are no modules; what the far suite maps out of a branch's reach is one as far as addresses
 * tell (linux/extable.h).
 */
#ifndef _LINUX_MODULE_H
#define _LINUX_MODULE_H

#include <linux/export.h>
#include <linux/extable.h>
#include <linux/init.h>
#include <linux/jump_label.h>
#include <linux/kallsyms.h>
#include <linux/list.h>
#include <linux/moduleparam.h>

struct module {
	const char *name;
};
#define THIS_MODULE			((struct module *)NULL)
#define __MODULE_TEXT(kind, text)	_Static_assert(sizeof(text) != 0, kind)
#define MODULE_LICENSE(text)		__MODULE_TEXT("MODULE_LICENSE", text)
#define MODULE_AUTHOR(text)		__MODULE_TEXT("MODULE_AUTHOR", text)
#define MODULE_DESCRIPTION(text)	__MODULE_TEXT("MODULE_DESCRIPTION", text)
#define MODULE_VERSION(text)		__MODULE_TEXT("MODULE_VERSION", text)
#define MODULE_ALIAS(text)		__MODULE_TEXT("MODULE_ALIAS", text)
#define MODULE_INFO(tag, text)		__MODULE_TEXT("MODULE_INFO", text)
#define MODULE_SOFTDEP(text)		__MODULE_TEXT("MODULE_SOFTDEP", text)
static inline bool try_module_get(struct module *module)
{
	(void)module;
	return true;
}

static inline void module_put(struct module *module)
{
	(void)module;
}

static inline struct module *__module_address(unsigned long address)
{
	(void)address;
	return NULL;
}

static inline struct module *__module_text_address(unsigned long address)
{
	(void)address;
	return NULL;
}

static inline bool within_module(unsigned long address, const struct module *module)
{
	(void)address;
	(void)module;
	return false;
}

#endif
