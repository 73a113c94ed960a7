// SPDX-License-Identifier: GPL-2.0-only
/*
 * Static calls as this kernel makes them without trampolines: each is an indirect call, whose type
 * a kernel with kCFI checks. The subject has no part in it.
 */
#undef CONFIG_HAVE_STATIC_CALL
#include <linux/static_call.h>
#include <sct/module.h>

/* Their types alone are asked for. */
void note(unsigned long x);
unsigned long count(unsigned long x);

DEFINE_STATIC_CALL_NULL(generic_null, note);
DEFINE_STATIC_CALL_RET0(generic_ret0, count);

void generic_calls_null(void)
{
	static_call_cond(generic_null)(1);
}

unsigned long generic_calls_ret0(unsigned long x)
{
	return static_call(generic_ret0)(x);
}
