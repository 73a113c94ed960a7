// SPDX-License-Identifier: GPL-2.0-only
/* The module: what Linux calls, and what the bench calls of Linux. */
#include <asm/cpufeature.h>
#include <asm/cputype.h>
#include <asm/sysreg.h>
#include <linux/cpumask.h>
#include <linux/module.h>
#include <linux/sched.h>
#include <linux/sched/task_stack.h>
#include <linux/slab.h>
#include <linux/static_call.h>
#include <linux/uaccess.h>
#include <linux/utsname.h>
#include <sct/module.h>
#include "glue.h"

static char *args = "";

/* A list of cases has more characters than a charp may. */
static int set_args(const char *value, const struct kernel_param *param)
{
	args = kstrdup(value, GFP_KERNEL);
	return args ? 0 : -ENOMEM;
}

static const struct kernel_param_ops args_ops = { .set = set_args };
module_param_cb(args, &args_ops, NULL, 0);
MODULE_PARM_DESC(args, "words of the form key=value, as a guest's boot arguments");
static unsigned long lookup;
module_param(lookup, ulong, 0);
MODULE_PARM_DESC(lookup, "the address of kallsyms_lookup_name()");
static bool stays;
module_param(stays, bool, 0);
MODULE_PARM_DESC(stays,
		 "whether it is still loaded when it has run: a refused one some insmod try again");

lookup_fn *glue_lookup;

/* Above the stack's end lies what tells that it ran over (STACK_END_MAGIC). */
#define STACK_END	64

void glue_print(const char *line, bool goes_on)
{
	printk(KERN_CRIT "sct%c %s\n", goes_on ? '+' : ':', line);
}

void glue_name(unsigned long long at, char *to, unsigned int room)
{
	scnprintf(to, room, "%pS", (void *)at);
	/* Without the function's size. */
	*strchrnul(to, '/') = '\0';
}

void glue_die(void)
{
	panic("sct: the bench gives up");
}

static int __init sct_init(void)
{
	struct module_start start = {
		.args = args,
		.release = init_utsname()->release,
		.stack = task_stack_page(current) + STACK_END,
		.cpuid = read_cpuid_id(),
		.cpus = num_online_cpus(),
		.guarded = IS_ENABLED(CONFIG_ARM64_BTI_KERNEL) && system_supports_bti(),
		.signs = read_sysreg(sctlr_el1) & SCTLR_ELx_ENIA,
		.checks_types = IS_ENABLED(CONFIG_CFI_CLANG) || IS_ENABLED(CONFIG_CFI),
		.page_k = PAGE_SIZE / SZ_1K,
	};
	int err;
	bool lost;

	if (!lookup)
		return -EINVAL;
	glue_lookup = (lookup_fn *)lookup;
	start.kernel = glue_lookup("_stext");
	helpers_init(glue_lookup);
	err = set_cpus_allowed_ptr(current, cpumask_of(0));
	map_init(glue_lookup);
	if (!err)
		err = catch_init(glue_lookup);
	if (err)
		return err;
	err = second_init();
	if (!err) {
		start.second = (unsigned long)second_thread;
		module_main(&start);
		glue_count_no_more();
	}
	lost = !second_exit();
	catch_exit();
	if (lost)
		__module_get(THIS_MODULE);
	if (err)
		return err;
	/* Nothing of it is needed any more. */
	return stays || lost ? 0 : -ECANCELED;
}
module_init(sct_init);

static void __exit sct_exit(void)
{
}
module_exit(sct_exit);

MODULE_DESCRIPTION("sct: the cases of a test bench for static calls");
MODULE_LICENSE("GPL");
