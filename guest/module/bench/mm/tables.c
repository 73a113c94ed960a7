// SPDX-License-Identifier: GPL-2.0-only
/*
 * The page tables, and the slot through which code is written: Linux keeps both to itself. Who
 * needs more than their names does not run (lacks.c).
 */
#include <asm/pgtable.h>
#include <sct/memory.h>
#include <sct/poke.h>

u64 poke_slot_prot = PAGE_KERNEL;
bool poke_slot_stays;
bool tlb_flush_broadcast = true;
struct poke_spy *poke_spy;
char main_stack_guard[8];

bool lookup_mapping(u64 va __maybe_unused, struct mapping *map __maybe_unused)
{
	return false;
}

void walk_mappings(bool (*visit)(const struct mapping *map, void *arg) __maybe_unused,
		   void *arg __maybe_unused)
{
}

bool ttbr0_disabled(void)
{
	return false;
}
