// SPDX-License-Identifier: GPL-2.0-only
/*
 * The architecture-independent half. It must not see the subject's header: declared here, so that
 * this file is built once for all subjects.
 */
#include <linux/cpu.h>
#include <linux/static_call_types.h>

void arch_static_call_transform(void *site, void *tramp, void *func, bool tail);
long __static_call_return0(void);
void __static_call_update(struct static_call_key *key, void *tramp, void *func);

int static_call_text_reserved(void *start, void *end);

long __static_call_return0(void)
{
	return 0;
}

int __weak static_call_text_reserved(void *start __maybe_unused, void *end __maybe_unused)
{
	return 0;
}

/*
 * The key first, then the trampoline, as the kernel does: a failed write leaves the key ahead of
 * the literal.
 */
void __static_call_update(struct static_call_key *key, void *tramp, void *func)
{
	cpus_read_lock();
	WRITE_ONCE(key->func, func);
	arch_static_call_transform(NULL, tramp, func, false);
	cpus_read_unlock();
}
