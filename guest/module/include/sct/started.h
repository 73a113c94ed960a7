/* SPDX-License-Identifier: GPL-2.0-only */
/* What the glue has said, for the files of the bench. */
#ifndef _SCT_STARTED_H
#define _SCT_STARTED_H

#include <sct/module.h>

extern const struct module_start *started;

void console_putc_printk(char c);

#endif
