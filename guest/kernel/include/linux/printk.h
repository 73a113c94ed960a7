/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_PRINTK_H
#define _LINUX_PRINTK_H

#include <linux/compiler.h>
#include <linux/once_lite.h>
#include <linux/ratelimit.h>
#include <linux/types.h>

/*
 * Format to the UART; LF goes out as CR LF. Knows %c %s %d %u %x %p %%, with a zero flag, a width,
 * and l or ll; %p prints an address as it is, whatever letters say how, and %pe a number. A line of
 * its own is the caller's business.
 */
int(printk)(const char *fmt, ...) __printf(1, 2);
int vprintk(const char *fmt, va_list args);
/* The same into a buffer, cut at `size` and terminated. */
int snprintf(char *buf, size_t size, const char *fmt, ...) __printf(3, 4);
int vsnprintf(char *buf, size_t size, const char *fmt, va_list args);

/* Levels are all the same here: what has one is a message of the kernel's. */
#define KERN_SOH_ASCII	'\001'
#define KERN_SOH	"\001"
#define KERN_EMERG	KERN_SOH "0"
#define KERN_ALERT	KERN_SOH "1"
#define KERN_CRIT	KERN_SOH "2"
#define KERN_ERR	KERN_SOH "3"
#define KERN_WARNING	KERN_SOH "4"
#define KERN_NOTICE	KERN_SOH "5"
#define KERN_INFO	KERN_SOH "6"
#define KERN_DEBUG	KERN_SOH "7"
#define KERN_DEFAULT	KERN_SOH "d"
#define KERN_CONT	KERN_SOH "c"

/*
 * Whole lines, each marked as a diagnostic, whether or not the text ends in a line break; of CPU 0,
 * which alone may print.
 */
int pr_lines(const char *fmt, ...) __printf(1, 2);
#define printk(fmt, ...)						\
	((fmt)[0] == KERN_SOH_ASCII ? pr_lines(fmt, ##__VA_ARGS__) : \
				      (printk)(fmt, ##__VA_ARGS__))
/* Kbuild has it on the command line. */
#ifndef KBUILD_MODNAME
#define KBUILD_MODNAME		"static_call"
#define KBUILD_BASENAME		KBUILD_MODNAME
#endif
#ifndef pr_fmt
#define pr_fmt(fmt)		fmt
#endif
#define pr_emerg(fmt, ...)	pr_lines(pr_fmt(fmt), ##__VA_ARGS__)
#define pr_alert(fmt, ...)	pr_lines(pr_fmt(fmt), ##__VA_ARGS__)
#define pr_crit(fmt, ...)	pr_lines(pr_fmt(fmt), ##__VA_ARGS__)
#define pr_err(fmt, ...)	pr_lines(pr_fmt(fmt), ##__VA_ARGS__)
#define pr_warn(fmt, ...)	pr_lines(pr_fmt(fmt), ##__VA_ARGS__)
#define pr_notice(fmt, ...)	pr_lines(pr_fmt(fmt), ##__VA_ARGS__)
#define pr_info(fmt, ...)	pr_lines(pr_fmt(fmt), ##__VA_ARGS__)
#define pr_cont(fmt, ...)	pr_lines(fmt, ##__VA_ARGS__)
/* Checked, but never printed: as without DEBUG. */
#define no_printk(fmt, ...)	({ if (0) printk(fmt, ##__VA_ARGS__); 0; })
#define pr_debug(fmt, ...)	no_printk(pr_fmt(fmt), ##__VA_ARGS__)
#define pr_devel(fmt, ...)	no_printk(pr_fmt(fmt), ##__VA_ARGS__)

/* A kernel without tracing. */
#define trace_printk(fmt, ...)	no_printk(fmt, ##__VA_ARGS__)

/* Of debugging, and so off: what is dumped is not even looked at. */
enum {
	DUMP_PREFIX_NONE,
	DUMP_PREFIX_ADDRESS,
	DUMP_PREFIX_OFFSET,
};
#define print_hex_dump_debug(prefix, type, row, group, buf, len, ascii) \
	((void)(prefix), (void)(type), (void)(buf), (void)(len))

#define __PR_ONCE(pr, fmt, ...)		((void)DO_ONCE_LITE(pr_lines, pr_fmt(fmt), ##__VA_ARGS__))
#define pr_emerg_once(fmt, ...)		__PR_ONCE(pr_emerg, fmt, ##__VA_ARGS__)
#define pr_alert_once(fmt, ...)		__PR_ONCE(pr_alert, fmt, ##__VA_ARGS__)
#define pr_crit_once(fmt, ...)		__PR_ONCE(pr_crit, fmt, ##__VA_ARGS__)
#define pr_err_once(fmt, ...)		__PR_ONCE(pr_err, fmt, ##__VA_ARGS__)
#define pr_warn_once(fmt, ...)		__PR_ONCE(pr_warn, fmt, ##__VA_ARGS__)
#define pr_notice_once(fmt, ...)	__PR_ONCE(pr_notice, fmt, ##__VA_ARGS__)
#define pr_info_once(fmt, ...)		__PR_ONCE(pr_info, fmt, ##__VA_ARGS__)
#define pr_debug_once(fmt, ...)		pr_debug(fmt, ##__VA_ARGS__)
#define printk_once(fmt, ...)		((void)DO_ONCE_LITE(printk, fmt, ##__VA_ARGS__))

#define __PR_RATELIMITED(pr, fmt, ...)							\
	do {										\
		static DEFINE_RATELIMIT_STATE(__limit, DEFAULT_RATELIMIT_INTERVAL,	\
					      DEFAULT_RATELIMIT_BURST);			\
		if (__ratelimit(&__limit))						\
			pr(fmt, ##__VA_ARGS__);						\
	} while (0)
#define pr_emerg_ratelimited(fmt, ...)	__PR_RATELIMITED(pr_emerg, fmt, ##__VA_ARGS__)
#define pr_alert_ratelimited(fmt, ...)	__PR_RATELIMITED(pr_alert, fmt, ##__VA_ARGS__)
#define pr_crit_ratelimited(fmt, ...)	__PR_RATELIMITED(pr_crit, fmt, ##__VA_ARGS__)
#define pr_err_ratelimited(fmt, ...)	__PR_RATELIMITED(pr_err, fmt, ##__VA_ARGS__)
#define pr_warn_ratelimited(fmt, ...)	__PR_RATELIMITED(pr_warn, fmt, ##__VA_ARGS__)
#define pr_notice_ratelimited(fmt, ...)	__PR_RATELIMITED(pr_notice, fmt, ##__VA_ARGS__)
#define pr_info_ratelimited(fmt, ...)	__PR_RATELIMITED(pr_info, fmt, ##__VA_ARGS__)
#define pr_debug_ratelimited(fmt, ...)	pr_debug(fmt, ##__VA_ARGS__)
#define printk_ratelimited(fmt, ...)	__PR_RATELIMITED(pr_lines, fmt, ##__VA_ARGS__)
#define printk_deferred(fmt, ...)	pr_lines(fmt, ##__VA_ARGS__)
static inline void dump_stack(void)
{
}

#endif
