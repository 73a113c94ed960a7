/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The end of the boot, as far as a subject takes part in it: its initcalls run, and then init
 * memory is gone and what is __ro_after_init is read-only. Behind the controls, which judge the
 * bench before any code of the subject's ran; before every other case.
 */
#ifndef _SCT_INIT_H
#define _SCT_INIT_H

#include <linux/types.h>

/* Whether there are any: nobody but a subject has some. */
bool initcalls_any(void);
/* All of them, as a case is run: under a guard. */
void initcalls_run(const void *unused);
/* Unmaps __init and __initdata, and maps __ro_after_init read-only. */
void init_memory_free(void);

#endif
