// SPDX-License-Identifier: GPL-2.0-only
/*
 * An update as linux/static_call.h makes it, the kernel tree's own if the subject brings one, for
 * the cases, which do not see it.
 */
#include <linux/static_call.h>

void update_static_call(struct static_call_key *key, void *tramp, void *func);

void update_static_call(struct static_call_key *key, void *tramp, void *func)
{
	__static_call_update(key, tramp, func);
}
