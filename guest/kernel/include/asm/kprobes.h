/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is probed here; __kprobes (linux/compiler.h) marks functions in vain. */
#include <linux/compiler.h>
