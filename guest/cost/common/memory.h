/* SPDX-License-Identifier: GPL-2.0-only */
/* Memory that is code at one time and data at another; each runtime has its own way. */
#ifndef _COST_MEMORY_H
#define _COST_MEMORY_H

#include <linux/types.h>

/* Pages of the image's .bss become executable and guarded, or writable again. Never both. */
void code_executable(char *start, char *end);
void code_writable(char *start, char *end);
/* Code of the image can be read, and no longer executed; code_executable() makes it code again. */
void code_readable(char *start, char *end);

#endif
