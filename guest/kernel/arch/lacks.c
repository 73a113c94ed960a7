// SPDX-License-Identifier: GPL-2.0-only
/* The miniature kernel has whatever a case may need. */
#include <sct/needs.h>

const char *runtime_lacks(enum sct_need need __maybe_unused)
{
	return NULL;
}
