/* SPDX-License-Identifier: GPL-2.0-only */
/* kCFI: where the type of a function lies, and what a failed check says. */
#ifndef _SCT_CFI_H
#define _SCT_CFI_H

#include <linux/types.h>
#include <sct/fault.h>

/* A call that was refused. */
struct cfi_failure {
	u64 target;
	u32 type; /* that the caller expected of it */
};

/* False if the fault is no failed check. */
bool cfi_failure_of(const struct fault *fault, struct cfi_failure *failure);

/* The type word of a function, wherever this build has it; of a build without kCFI no type. */
u32 cfi_type_of(const void *function);
/* Where it is, which may be memory that is gone. */
const u32 *cfi_type_at(const void *function);

/* Why no call is checked; NULL if they are. */
const char *cfi_lack(void);

#endif
