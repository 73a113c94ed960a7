/* SPDX-License-Identifier: GPL-2.0-only */
/* The peer's tracepoint. Since 6.16 what DECLARE_TRACE() declares has a suffix of its own. */
#ifndef _SCT_TRACE_H
#define _SCT_TRACE_H

#include <linux/tracepoint.h>
#include <linux/version.h>

DECLARE_TRACE(sct_passed, TP_PROTO(unsigned long x), TP_ARGS(x));

#if LINUX_VERSION_CODE >= KERNEL_VERSION(6, 16, 0)
#define SCT_PASSED sct_passed_tp
#define PASSED(prefix) prefix##_sct_passed_tp
#else
#define SCT_PASSED sct_passed
#define PASSED(prefix) prefix##_sct_passed
#endif

#endif
