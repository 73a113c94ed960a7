// SPDX-License-Identifier: GPL-2.0-only
/* The keys of the patch suite. */
#include <linux/static_call.h>
#include "patch_keys.h"

/* File-scope assembly keeps its order. */
#define DEFINE_CANARY(name)						\
	asm("	.pushsection .rodata, \"a\"\n"				\
	    "	.balign	8\n"						\
	    "	.globl	" #name "\n"					\
	    #name ":	.xword	0xca9a87ca9a87ca9a\n"			\
	    "	.popsection\n")

DEFINE_CANARY(patch_canary_below);
DEFINE_STATIC_CALL(patched, one);
DEFINE_CANARY(patch_canary_above);

DEFINE_STATIC_CALL(seen, one);
DEFINE_STATIC_CALL(slot, one);
DEFINE_STATIC_CALL(masked, one);
DEFINE_STATIC_CALL(failing, one);
DEFINE_STATIC_CALL(kept, one);
