/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is allocated here: what DEFINE_PER_CPU() defines is all there is. */
#include <linux/percpu-defs.h>
