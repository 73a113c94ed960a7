// SPDX-License-Identifier: GPL-2.0-only
/* The miniature kernel has whatever a case may need, but for how it was built. */
#include <sct/cfi.h>
#include <sct/needs.h>

const char *runtime_lacks(enum sct_need need)
{
	return need == NEED_KCFI ? cfi_lack() : NULL;
}

bool runtime_keeps_x18(void)
{
	return true;
}
