// SPDX-License-Identifier: GPL-2.0-only
/* Probes of tracepoints: of the peer's own, and of one of vmlinux. */
#include <linux/module.h>
#include <sct/module.h>
#include <trace/events/module.h>
#include "glue.h"
#include "trace.h"

static unsigned long noted[2];
static unsigned long caller;

unsigned long glue_trace_noted(unsigned int which)
{
	unsigned long sum = noted[which];

	noted[which] = 0;
	return sum;
}

unsigned long glue_trace_caller(void)
{
	return caller;
}

#ifdef CONFIG_TRACEPOINTS
static void probe_passed(void *data, unsigned long x)
{
	*(unsigned long *)data += x;
	caller = (unsigned long)__builtin_return_address(0);
}

int glue_trace_probe(unsigned int which, bool on)
{
	void *data = &noted[which];

	return on ? PASSED(register_trace)(probe_passed, data)
		  : PASSED(unregister_trace)(probe_passed, data);
}

static void probe_module_get(void *data, struct module *mod, unsigned long ip)
{
	if (mod != THIS_MODULE)
		return;
	++*(unsigned long *)data;
	caller = (unsigned long)__builtin_return_address(0);
}

int glue_trace_vmlinux(unsigned long *calls)
{
	int err;

	/* Without it the kernel's own calls are the generic ones. */
	if (!glue_lookup("__SCT__tp_func_module_get"))
		return -ENOENT;
	noted[0] = 0;
	err = register_trace_module_get(probe_module_get, &noted[0]);
	if (err)
		return err;
	__module_get(THIS_MODULE);
	module_put(THIS_MODULE);
	unregister_trace_module_get(probe_module_get, &noted[0]);
	__module_get(THIS_MODULE);
	module_put(THIS_MODULE);
	*calls = glue_trace_noted(0);
	return 0;
}
#else
int glue_trace_probe(unsigned int which, bool on)
{
	return -ENODEV;
}

int glue_trace_vmlinux(unsigned long *calls)
{
	return -ENODEV;
}
#endif
