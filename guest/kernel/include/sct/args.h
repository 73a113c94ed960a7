/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Words of the form key=value, separated by blanks, and the boot arguments, which are such words.
 */
#ifndef _SCT_ARGS_H
#define _SCT_ARGS_H

#include <linux/types.h>

/*
 * The value of the first `key=` in `args`, in place: `size` characters, however many. NULL and 0 if
 * there is none.
 */
const char *arg_value(const char *args, const char *key, size_t *size);
/* The same into `buf`, cut if it is longer; false if there is none. */
bool arg_string(const char *args, const char *key, char *buf, size_t size);
/* The decimal number that `key=` names in `args`; `otherwise` if there is none. */
u64 arg_u64(const char *args, const char *key, u64 otherwise);

/* The image's own words, for where the boot arguments do not say otherwise; NUL-terminated. */
#define DEFAULT_ARGS_SIZE	1024
extern const char default_args[DEFAULT_ARGS_SIZE];

/* The boot arguments, all of them: each runtime has its own way to them. */
const char *boot_args(void);
/*
 * Of a kernel (/chosen/bootargs of the device tree; needs fdt_init()) and of a process (its words):
 * there are none before this was called.
 */
void boot_args_init(void);
/* What the boot arguments say, or else the image's own. */
const char *boot_arg_value(const char *key, size_t *size);
bool boot_arg(const char *key, char *buf, size_t size);
u64 boot_arg_u64(const char *key, u64 otherwise);

#endif
