// SPDX-License-Identifier: GPL-2.0-only
/* A module that comes and goes while a case runs: a helper of the kernel's does both. */
#include <linux/kernel.h>
#include <linux/module.h>
#include <linux/umh.h>
#include <sct/module.h>
#include "glue.h"

static char *helper;
module_param(helper, charp, 0);
MODULE_PARM_DESC(helper, "what loads and unloads a module: `load FILE PARAMETERS`, `unload NAME`");

bool glue_has_helper(void)
{
	return helper;
}

/* What a process that ended by itself says to whoever waits for it. */
#define EXIT_CODE(status)	(((status) >> 8) & 0xff)

static int ask_helper(const char *what, const char *of, char *parameters)
{
	char *argv[] = { helper, (char *)what, (char *)of, parameters, NULL };
	char *envp[] = { NULL };
	int status = call_usermodehelper(argv[0], argv, envp, UMH_WAIT_PROC);

	/* Negative: it did not start. Else a signal, or the errno that it ends with. */
	return status < 0 ? status : status & 0x7f ? -EFAULT : -EXIT_CODE(status);
}

int glue_load_late(bool forgets)
{
	char parameters[64];

	snprintf(parameters, sizeof(parameters), "lookup=0x%lx forgets=%d",
		 (unsigned long)glue_lookup, forgets);
	return ask_helper("load", "/sct_late.ko", parameters);
}

int glue_unload_late(void)
{
	return ask_helper("unload", "sct_late", "");
}
