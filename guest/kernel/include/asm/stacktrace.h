/* SPDX-License-Identifier: GPL-2.0-only */
/* What arch files name out of habit: nothing of it is here. */
#include <asm/ptrace.h>
