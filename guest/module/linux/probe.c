// SPDX-License-Identifier: GPL-2.0-only
/* What the cases of suite linux do, and ask, by means that Linux gives anybody. */
#include <asm/insn.h>
#include <asm/text-patching.h>
#include <linux/kprobes.h>
#include <linux/module.h>
#include <linux/string.h>
#include <linux/uaccess.h>
#include <sct/module.h>
#include "glue.h"

static struct kprobe probe;

int glue_probe(const void *at)
{
	memset(&probe, 0, sizeof(probe));
	probe.addr = (kprobe_opcode_t *)at;
	return register_kprobe(&probe);
}

void glue_unprobe(void)
{
	unregister_kprobe(&probe);
}

bool glue_read(const void *from, void *to)
{
	return !copy_from_kernel_nofault(to, from, sizeof(u64));
}

void glue_write(void *to, unsigned long long value)
{
	aarch64_insn_write_literal_u64(to, value);
}

bool glue_is_exported(const char *name)
{
	bool exported = __symbol_get(name);

	if (exported)
		__symbol_put(name);
	return exported;
}

unsigned long glue_symbol(const char *name)
{
	return glue_lookup(name);
}

long long glue_adrp_offset(unsigned int insn)
{
	return aarch64_insn_adrp_get_offset(insn);
}
