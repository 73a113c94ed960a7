// SPDX-License-Identifier: GPL-2.0-only
/*
 * Arm ARM, DDI 0487E.a, B2.2.5 "Concurrent modification and execution of instructions": where the
 * instruction of before or the one of after is none of these, a CPU that executes it meanwhile may
 * do whatever any sequence of instructions could do at its Exception level. RET is none of them,
 * nor is ADRP, ADD, LDR or BR. Issue A.a (B2.6.5) has them but for ISB.
 */
#include <linux/kernel.h>
#include "fetch_table.h"

/* Encodings: C4.1 and C6.2. */
static const struct {
	const char *name;
	u32 mask, value;
} modifiable[] = {
	{ "b", 0xfc000000, 0x14000000 },   { "bl", 0xfc000000, 0x94000000 },
	{ "brk", 0xffe0001f, 0xd4200000 }, { "hvc", 0xffe0001f, 0xd4000002 },
	{ "isb", 0xfffff0ff, 0xd50330df }, { "nop", 0xffffffff, 0xd503201f },
	{ "smc", 0xffe0001f, 0xd4000003 }, { "svc", 0xffe0001f, 0xd4000001 },
};

const char *concurrently_modifiable(u32 insn)
{
	for (size_t i = 0; i < ARRAY_SIZE(modifiable); i++)
		if ((insn & modifiable[i].mask) == modifiable[i].value)
			return modifiable[i].name;
	return NULL;
}
