/* SPDX-License-Identifier: GPL-2.0-only */
#ifndef _LINUX_OBJTOOL_H
#define _LINUX_OBJTOOL_H
/* No tool reads these objects as objtool does. */
#define ANNOTATE_NOENDBR
#define ANNOTATE_RETPOLINE_SAFE
#define STACK_FRAME_NON_STANDARD(function)
#define STACK_FRAME_NON_STANDARD_FP(function)
#endif
