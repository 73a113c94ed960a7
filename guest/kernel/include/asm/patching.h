/* SPDX-License-Identifier: GPL-2.0-only */
/* Its name up to Linux 6.12. */
#include <asm/text-patching.h>
