/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_STATIC_CALL_H
#define _LINUX_STATIC_CALL_H

#include <linux/cpu.h>
#include <linux/kernel.h>
#include <linux/static_call_types.h>

/* The subject's. It needs STATIC_CALL_TRAMP_STR and nothing else from above. */
#include <asm/static_call.h>

#include <sct/static_call.h>

void __static_call_update(struct static_call_key *key, void *tramp, void *func);

/*
 * Whether a range of text is the static calls' to change: 0, unless the subject defines a function
 * of this name that says more.
 */
int static_call_text_reserved(void *start, void *end);

#define __DEFINE_STATIC_CALL_KEY(name, type_of, initial)		\
	DECLARE_STATIC_CALL(name, type_of);				\
	struct static_call_key STATIC_CALL_KEY(name) = { .func = (void *)(initial) }

#define DEFINE_STATIC_CALL(name, target)				\
	__DEFINE_STATIC_CALL_KEY(name, target, target);			\
	ARCH_DEFINE_STATIC_CALL_TRAMP(name, target)

#define DEFINE_STATIC_CALL_NULL(name, prototype)			\
	__DEFINE_STATIC_CALL_KEY(name, prototype, NULL);		\
	ARCH_DEFINE_STATIC_CALL_NULL_TRAMP(name)

#define DEFINE_STATIC_CALL_RET0(name, prototype)			\
	__DEFINE_STATIC_CALL_KEY(name, prototype, __static_call_return0); \
	ARCH_DEFINE_STATIC_CALL_RET0_TRAMP(name)

#define EXPORT_STATIC_CALL(name)
#define EXPORT_STATIC_CALL_GPL(name)
#define EXPORT_STATIC_CALL_TRAMP(name)
#define EXPORT_STATIC_CALL_TRAMP_GPL(name)

#endif
