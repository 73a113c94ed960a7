// SPDX-License-Identifier: GPL-2.0-only
/*
 * What the image takes for its boot arguments where the boot loader names none: nothing, until
 * `sct image` writes into a copy of the image for a board. In a file of its own, so that no
 * compiler knows what is here.
 */
#include <linux/compiler.h>
#include <sct/args.h>

const char default_args[DEFAULT_ARGS_SIZE] __section(".rodata.default_args") = "";
