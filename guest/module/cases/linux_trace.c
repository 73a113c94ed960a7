// SPDX-License-Identifier: GPL-2.0-only
/* Static calls that Linux's tracing makes, and those that it looks at. */
#include <linux/errno.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/case.h>
#include <sct/module.h>
#include <sct/needs.h>
#include <sct/static_call.h>
#include "linux_keys.h"

linux_fn int_sqrt;

static void expect_noted(int line, unsigned long x, unsigned long first, unsigned long second)
{
	EXPECT_NO_FAULT(peer_settles_passed());
	EXPECT_NO_FAULT(peer_passes(x));
	expect_eq(__FILE__, line, "what the first probe was given", glue_trace_noted(0), first);
	expect_eq(__FILE__, line, "what the second probe was given", glue_trace_noted(1), second);
}

/* By the trampoline itself, or by Linux's function that calls all probes. */
static void expect_called_by(int line, const char *function)
{
	char from[64];

	glue_name(glue_trace_caller(), from, sizeof(from));
	if (strncmp(from, function, strlen(function)))
		case_fail(__FILE__, line, "the probe was called by %s, not by %s", from, function);
}

NEEDS(linux, tracepoint_of_module, NEED_TRAMPOLINE);
/*
 * A tracepoint of a module, with probes of another: Linux chooses the target of its static call,
 * the one probe or, for two, the function that calls each. Where this kernel itself has no
 * trampolines, the module writes what Linux has chosen.
 */
CASE(linux, tracepoint_of_module)
{
	int err;

	expect_noted(__LINE__, 1, 0, 0);
	err = glue_trace_probe(0, true);
	if (err == -ENODEV)
		SKIP("this kernel has no tracepoints (CONFIG_TRACEPOINTS)");
	EXPECT_EQ(err, 0);
	expect_noted(__LINE__, 2, 2, 0);
	expect_called_by(__LINE__, "peer_passes+");
	EXPECT_EQ(glue_trace_probe(1, true), 0);
	expect_noted(__LINE__, 3, 3, 3);
	expect_called_by(__LINE__, "__traceiter_");
	EXPECT_EQ(glue_trace_probe(0, false), 0);
	expect_noted(__LINE__, 4, 0, 4);
	expect_called_by(__LINE__, "peer_passes+");
	EXPECT_EQ(glue_trace_probe(1, false), 0);
	expect_noted(__LINE__, 5, 0, 0);
}

/*
 * A tracepoint of vmlinux with a module's probe: a call from vmlinux into a module, straight, and
 * not by Linux's function that calls all probes, which is where the key leads at first.
 */
CASE(linux, tracepoint_of_vmlinux)
{
	unsigned long calls = 0;
	char from[64];
	int err = glue_trace_vmlinux(&calls);

	if (err == -ENOENT)
		SKIP("this kernel's own static calls take no trampoline");
	if (err == -ENODEV)
		SKIP("this kernel has no tracepoints (CONFIG_TRACEPOINTS)");
	EXPECT_EQ(err, 0);
	EXPECT_EQ(calls, 1);
	glue_name(glue_trace_caller(), from, sizeof(from));
	if (!strncmp(from, "__traceiter_", strlen("__traceiter_")))
		case_fail(__FILE__, __LINE__, "the probe was called by %s: no update was written",
			  from);
}

/* vmlinux calls back into the peer, which makes a static call in there. */
CASE(linux, call_back_from_vmlinux)
{
	unsigned long values[] = { 3, 1, 2 };

	EXPECT_NO_FAULT(peer_sorts(values, ARRAY_SIZE(values)));
	EXPECT(values[0] == 1 && values[1] == 2 && values[2] == 3);
	EXPECT_NO_FAULT(static_call_update(there_order, peer_downwards));
	EXPECT_NO_FAULT(peer_sorts(values, ARRAY_SIZE(values)));
	EXPECT(values[0] == 3 && values[1] == 2 && values[2] == 1);
	EXPECT_NO_FAULT(static_call_update(there_order, peer_upwards));
}

/*
 * While all functions are traced, a target among them, updates and calls are as ever: the patching
 * code is traced, too, and the tracer sees the target and whoever called it, not the trampoline.
 */
CASE(linux, function_tracer)
{
	unsigned long root = 0, seen = 0;
	int err = glue_trace_functions(true);

	if (err == -ENODEV)
		SKIP("this kernel traces no functions (CONFIG_FUNCTION_TRACER)");
	EXPECT_EQ(err, 0);
	EXPECT_NO_FAULT(static_call_update(here, int_sqrt));
	glue_traced();
	EXPECT_NO_FAULT(root = static_call(here)(100));
	seen = glue_traced();
	EXPECT_NO_FAULT(static_call_update(here, here_one));
	EXPECT_EQ(static_call(here)(100), 101);
	EXPECT_EQ(glue_traced(), 0);
	EXPECT_EQ(glue_trace_functions(false), 0);
	EXPECT_EQ(root, 10);
	EXPECT_EQ(seen, 1);
}
