// SPDX-License-Identifier: GPL-2.0-only
/*
 * Instructions that a step would spoil, done in its stead: exclusives, and what reads or writes
 * PSTATE.D.
 */
#include <asm/pgtable.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/cpu.h>
#include <sct/step.h>

#define PSTATE_BTYPE	(3UL << 10)
#define PSTATE_DAIF	(0xfUL << 6)
#define PSTATE_D	BIT(9)

/* Encodings, Arm ARM (DDI 0487) C4.1 and C6.2; both orders of LDXR and LDAXR, STXR and STLXR. */
#define IS_LOAD_EXCLUSIVE(insn)		(((insn) & 0x3fff7c00) == 0x085f7c00)
#define IS_STORE_EXCLUSIVE(insn)	(((insn) & 0x3fe07c00) == 0x08007c00)
#define IS_DAIFSET(insn)		(((insn) & 0xfffff0ff) == 0xd50340df)
#define IS_DAIFCLR(insn)		(((insn) & 0xfffff0ff) == 0xd50340ff)
#define IS_WRITE_DAIF(insn)		(((insn) & 0xffffffe0) == 0xd51b4220)
#define IS_READ_DAIF(insn)		(((insn) & 0xffffffe0) == 0xd53b4220)
#define FIELD_T(insn)			((insn) & 31)
#define FIELD_N(insn)			((insn) >> 5 & 31)
#define FIELD_S(insn)			((insn) >> 16 & 31)
#define FIELD_IMM(insn)			((insn) >> 8 & 15)
#define SIZE_OF(insn)			(1U << ((insn) >> 30))

/* Of CPU 0, and of who stands in for another one. */
static struct {
	/* What an exclusive load has marked, and what it read there; 0 for nothing. */
	u64 marked, was;
	/* What the code takes PSTATE.D for. */
	bool masks_d;
} state[2];
/* A page known to be mapped. */
static u64 mapped_page;

void step_emulate_reset(void)
{
	memset(state, 0, sizeof(state));
	mapped_page = 0;
}

/* An access that faults in here would be the end. */
static bool is_mapped(u64 va, bool writable)
{
	struct mapping map;

	return lookup_mapping(va, &map) && !(writable && (map.prot & PTE_RDONLY));
}

static bool fetch(u64 pc, u32 *insn)
{
	u64 page = ALIGN_DOWN(pc, PAGE_SIZE);

	if (pc % sizeof(*insn) || (page != mapped_page && !is_mapped(pc, false)))
		return false;
	mapped_page = page;
	*insn = *(const u32 *)pc;
	return true;
}

static u64 get(const struct pt_regs *regs, unsigned int n)
{
	return n == 31 ? 0 : regs->regs[n];
}

static void set(struct pt_regs *regs, unsigned int n, u64 value)
{
	if (n != 31)
		regs->regs[n] = value;
}

static u64 base_of(const struct pt_regs *regs, u32 insn)
{
	unsigned int n = FIELD_N(insn);

	return n == 31 ? regs->sp : regs->regs[n];
}

static u64 load(u64 address, unsigned int size)
{
	switch (size) {
	case 1:
		return __atomic_load_n((u8 *)address, __ATOMIC_ACQUIRE);
	case 2:
		return __atomic_load_n((u16 *)address, __ATOMIC_ACQUIRE);
	case 4:
		return __atomic_load_n((u32 *)address, __ATOMIC_ACQUIRE);
	default:
		return __atomic_load_n((u64 *)address, __ATOMIC_ACQUIRE);
	}
}

#define EXCHANGE(type, address, was, value) ({						\
	type __was = (type)(was);							\
	__atomic_compare_exchange_n((type *)(address), &__was, (type)(value), false,	\
				    __ATOMIC_SEQ_CST, __ATOMIC_RELAXED);		\
})

static bool store_if_still(u64 address, unsigned int size, u64 was, u64 value)
{
	switch (size) {
	case 1:
		return EXCHANGE(u8, address, was, value);
	case 2:
		return EXCHANGE(u16, address, was, value);
	case 4:
		return EXCHANGE(u32, address, was, value);
	default:
		return EXCHANGE(u64, address, was, value);
	}
}

/*
 * By value: nobody runs between the two but who is switched to, and that one's store is seen.
 */
static bool exclusive(struct pt_regs *regs, u32 insn)
{
	unsigned int size = SIZE_OF(insn), me = cpu_number() != 0;
	u64 address = base_of(regs, insn);
	bool loads = IS_LOAD_EXCLUSIVE(insn), done;

	if (address % size || !is_mapped(address, !loads))
		return false;
	if (loads) {
		state[me].marked = address;
		state[me].was = load(address, size);
		set(regs, FIELD_T(insn), state[me].was);
	} else {
		done = state[me].marked == address &&
		       store_if_still(address, size, state[me].was, get(regs, FIELD_T(insn)));
		set(regs, FIELD_S(insn), !done);
		state[me].marked = 0;
	}
	return true;
}

/* PSTATE.D stays clear, and the code reads of it what it wrote. */
static bool masks(struct pt_regs *regs, u32 insn)
{
	bool *d = &state[cpu_number() != 0].masks_d;
	u64 daif = (regs->pstate & PSTATE_DAIF) | (*d ? PSTATE_D : 0);

	if (IS_READ_DAIF(insn))
		set(regs, FIELD_T(insn), daif);
	else if (IS_WRITE_DAIF(insn))
		daif = get(regs, FIELD_T(insn)) & PSTATE_DAIF;
	else if (IS_DAIFSET(insn))
		daif |= (u64)FIELD_IMM(insn) << 6;
	else if (IS_DAIFCLR(insn))
		daif &= ~((u64)FIELD_IMM(insn) << 6);
	else
		return false;
	*d = daif & PSTATE_D;
	regs->pstate = (regs->pstate & ~PSTATE_DAIF) | (daif & ~PSTATE_D);
	return true;
}

bool step_emulate(struct pt_regs *regs)
{
	u32 insn;

	if (!fetch(regs->pc, &insn))
		return false;
	if (IS_LOAD_EXCLUSIVE(insn) || IS_STORE_EXCLUSIVE(insn)) {
		if (!exclusive(regs, insn))
			return false;
	} else if (!masks(regs, insn)) {
		return false;
	}
	regs->pc += sizeof(insn);
	regs->pstate &= ~PSTATE_BTYPE;
	return true;
}
