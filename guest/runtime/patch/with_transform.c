// SPDX-License-Identifier: GPL-2.0-only
/* Beside a subject's transform. */
#include <linux/stddef.h>
#include <sct/needs.h>

const char *design_lacks(enum sct_need need __maybe_unused)
{
	return NULL;
}
