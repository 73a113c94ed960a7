// SPDX-License-Identifier: GPL-2.0-only
/* RET0 for who updates a key to it: of one type, as before. */
#include <linux/export.h>
#include <linux/static_call.h>

long __static_call_return0(void);

long __static_call_return0(void)
{
	return 0;
}
EXPORT_SYMBOL_GPL(__static_call_return0);
