/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_CFI_H
#define _LINUX_CFI_H

#include <linux/bug.h>
#include <linux/compiler.h>

#endif
