// SPDX-License-Identifier: GPL-2.0-only
/* A tracer of all functions that Linux lets anybody trace. */
#include <linux/errno.h>
#include <linux/ftrace.h>
#include <linux/math.h>
#include <sct/module.h>
#include "glue.h"

#ifdef CONFIG_FUNCTION_TRACER

/* The first words of a function are its tracer's, and with them what it says of where it is. */
#define ENTRY_BYTES	32

static unsigned long seen;

static void note_function(unsigned long ip, unsigned long parent, struct ftrace_ops *ops,
			  struct ftrace_regs *regs)
{
	if (ip - (unsigned long)int_sqrt < ENTRY_BYTES)
		seen++;
}

static struct ftrace_ops tracer = {
	.func = note_function,
	.flags = FTRACE_OPS_FL_RECURSION,
};

int glue_trace_functions(bool on)
{
	return on ? register_ftrace_function(&tracer) : unregister_ftrace_function(&tracer);
}

unsigned long glue_traced(void)
{
	unsigned long count = seen;

	seen = 0;
	return count;
}

#else

int glue_trace_functions(bool on)
{
	return -ENODEV;
}

unsigned long glue_traced(void)
{
	return 0;
}

#endif
