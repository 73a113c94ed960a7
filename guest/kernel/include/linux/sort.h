/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is sorted here: what asks for it is named at the link. */
#include <linux/types.h>
