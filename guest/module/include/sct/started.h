/* SPDX-License-Identifier: GPL-2.0-only */
/* What the glue has said, for the files of the bench. */
#ifndef _SCT_STARTED_H
#define _SCT_STARTED_H

#include <linux/types.h>
#include <sct/module.h>

extern const struct module_start *started;

/* Whether it is the module's own code. */
bool module_owns(u64 address);
void console_putc_printk(char c);
void names_init(void);

#endif
