// SPDX-License-Identifier: GPL-2.0-only
/*
 * Where the subject's macros leave the assembler: a mark behind each, in a section that the host
 * looks up (abi.section_restored), and that is not loaded.
 */
#include <linux/static_call.h>
#include "dispatch_keys.h"

#define BEFORE()	asm("	.pushsection .before_macro, \"\", %progbits\n	.byte	0\n")
#define BEHIND(macro)					\
	asm("	.type	sct_behind_" #macro ", %object\n"	\
	    "sct_behind_" #macro ":\n"				\
	    "	.popsection\n")

BEFORE();
DEFINE_STATIC_CALL(macro_tramp, plus_one);
BEHIND(ARCH_DEFINE_STATIC_CALL_TRAMP);

BEFORE();
DEFINE_STATIC_CALL_NULL(macro_null, takes_note);
BEHIND(ARCH_DEFINE_STATIC_CALL_NULL_TRAMP);

BEFORE();
DEFINE_STATIC_CALL_RET0(macro_ret0, ret0_u64);
BEHIND(ARCH_DEFINE_STATIC_CALL_RET0_TRAMP);
