// SPDX-License-Identifier: GPL-2.0-only
/* What every guest prints first and last. */
#include <linux/printk.h>
#include <sct/args.h>
#include <sct/console.h>
#include <sct/runner.h>
#include <sct/session.h>

/* What tells of a log whose it is. */
static char run[40];

void session_begin(const char *args, const char *fmt, ...)
{
	char image[40];
	va_list place;

	boot_arg("sct.run", run, sizeof(run));
	console_sum_start();
	printk("# sct boot run=%s ", run);
	va_start(place, fmt);
	vprintk(fmt, place);
	va_end(place);
	if (arg_string(args, "sct.image", image, sizeof(image)))
		printk(" image=%s", image);
	console_sum();
}

unsigned int session_run(void)
{
	unsigned int cases;

	bench_reset();
	cases = run_cases();
	printk("# sct end run=%s cases=%u", run, cases);
	console_sum();
	return cases;
}
