/* SPDX-License-Identifier: GPL-2.0-only */
/* Nothing is traced; notrace is linux/compiler.h's. */
#include <asm/ftrace.h>
