/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Nothing patches alternatives here, and code of which only the first half ever ran would be judged
 * wrongly. So whoever uses one is told: harness/compile/lacks.ts knows these words.
 */
#ifndef _ASM_ALTERNATIVE_MACROS_H
#define _ASM_ALTERNATIVE_MACROS_H
#include <asm/cpucaps.h>
#define ALTERNATIVE(...)	".error \"sct: the guest lacks ALTERNATIVE\"\n"
#define ALTERNATIVE_CB(...)	".error \"sct: the guest lacks ALTERNATIVE_CB\"\n"
#endif
