// SPDX-License-Identifier: GPL-2.0-only
/* Does an update write the literal, all of it, nothing else, and leave no trace? */
#include <asm/fixmap.h>
#include <linux/cpu.h>
#include <linux/irqflags.h>
#include <linux/string.h>
#include <sct/case.h>
#include <sct/context.h>
#include <sct/counts.h>
#include <sct/hang.h>
#include <sct/locks.h>
#include <sct/needs.h>
#include <sct/poke.h>
#include <sct/static_call.h>
#include <sct/unwind.h>
#include "image.h"
#include "patch_keys.h"
#include "tramp.h"

noinline u64 one(u64 x)
{
	return x + 1;
}

static noinline u64 two(u64 x)
{
	return x + 2;
}

#define SNAPSHOT_WORDS (SZ_1M / 8)
static u64 snapshot[SNAPSHOT_WORDS];

/* Whether code that is patched is what lies there, and not the literal beside it. */
static bool is_own_code(const u64 *word, const void *tramp)
{
	return (u64)word != tramp_literal_of(tramp) && (u64)word >= ALIGN_DOWN((u64)tramp, 8) &&
	       (u64)word < (u64)tramp + TRAMP_WORDS * 4;
}

NEEDS(patch, literal_and_nothing_else, NEED_ONE_IMAGE);
NEEDS(patch, literal_and_nothing_else, NEED_TRAMPOLINE);
/*
 * Everything that is read-only, text and rodata, compared word by word. It is the oracle for where
 * the literal is, too: the one word that changed, from the old target to the new one. Of code that
 * is patched one instruction changes, and the literal beside it if it has one.
 */
CASE(patch, literal_and_nothing_else)
{
	const void *tramp = STATIC_CALL_TRAMP_ADDR(patched);
	const u64 *image = (const u64 *)_text, *changed = NULL;
	size_t words = (size_t)(_erodata - _text) / 8;
	unsigned int changes = 0, own = 0;
	/* As it was built: who patches one that is not to be patched makes it look so. */
	bool is_patched = tramp_is_patched(tramp);

	if (words > SNAPSHOT_WORDS) {
		case_error("the image has %lu words of text and rodata, the snapshot holds %lu",
			   words, (u64)SNAPSHOT_WORDS);
		return;
	}
	/* No update before the snapshot: the word must hold the target that the macro gave it. */
	memcpy(snapshot, image, words * 8);
	static_call_update(patched, two);
	for (size_t i = 0; i < words; i++) {
		if (image[i] == snapshot[i])
			continue;
		if (is_patched && is_own_code(&image[i], tramp)) {
			own++;
			continue;
		}
		changes++;
		changed = &image[i];
	}
	EXPECT_EQ(changes, is_patched && !tramp_literal_of(tramp) ? 0 : 1);
	if (changed) {
		EXPECT_EQ(snapshot[changed - image], one);
		EXPECT_EQ(*changed, two);
		EXPECT((tramp_has_literal_beside(tramp) &&
			(u64)changed == tramp_literal_of(tramp)) ||
		       (changed >= (const u64 *)_srodata && changed < (const u64 *)_erodata));
	}
	EXPECT(own <= 1);
	EXPECT(changes + own > 0);
	EXPECT_EQ(static_call(patched)(1), 3);
	EXPECT_EQ(READ_ONCE(patch_canary_below), CANARY);
	EXPECT_EQ(READ_ONCE(patch_canary_above), CANARY);
	static_call_update(patched, one);
}

/* Without any barrier of the caller's: an update is complete when it returns. */
CASE(patch, next_call_sees_it)
{
	for (u64 i = 0; i < 8; i++) {
		static_call_update(seen, two);
		EXPECT_EQ(static_call(seen)(i), i + 2);
		static_call_update(seen, one);
		EXPECT_EQ(static_call(seen)(i), i + 1);
	}
}

NEEDS(patch, keeps_registers, NEED_TRAMPOLINE);
/*
 * The routine is a function as any other: x19 to x29 are its caller's (AAPCS64, 6.1.1), and
 * assembly in it that changes one must say so. Here nothing lies between it and the guard around a
 * case that would put them back; it writes what is there already.
 */
CASE(patch, keeps_registers)
{
	cpus_read_lock();
	arch_static_call_transform(NULL, STATIC_CALL_TRAMP_ADDR(kept), (void *)one, false);
	cpus_read_unlock();
}

NEEDS(patch, poke_slot_unmapped, NEED_OWN_POKE);
NEEDS(patch, poke_slot_unmapped, NEED_PATCHING);
/*
 * The writable window is open for the write alone: no entry in the tables, and a load through it
 * faults.
 */
CASE(patch, poke_slot_unmapped)
{
	volatile const u64 *alias = (volatile const u64 *)fix_to_virt(FIX_TEXT_POKE0);
	struct mapping map;
	struct fault fault;

	static_call_update(slot, two);
	EXPECT(!lookup_mapping((u64)alias, &map));
	fault = CATCH((void)*alias);
	EXPECT_EQ(fault.kind, FAULT_SYNC);
	EXPECT_EQ(ESR_EC(fault.esr), ESR_EC_DABORT);
	EXPECT_EQ(fault.far, alias);
	static_call_update(slot, one);
}

/*
 * The write masks interrupts and takes the lock; both must be as they were, whichever way they
 * were.
 */
CASE(patch, interrupts_and_lock)
{
	u64 before = read_sysreg(daif);
	unsigned long flags;

	/* Linux never updates with interrupts off: a routine may ask whether they are. */
	WARNS_ARE_LEGAL();
	static_call_update(masked, two);
	EXPECT_EQ(read_sysreg(daif), before);
	EXPECT_NO_LOCK_HELD();

	local_irq_save(flags);
	before = read_sysreg(daif);
	static_call_update(masked, one);
	EXPECT_EQ(read_sysreg(daif), before);
	EXPECT(irqs_disabled());
	local_irq_restore(flags);
	EXPECT_NO_LOCK_HELD();
}

/* A WARN is one message, its text another. */
static unsigned int said(void)
{
	return warn_count + message_count;
}

/*
 * A store of the subject's own to a mapping of its own cannot fail in Linux, and so it says nothing
 * of one that does: there it would be an Oops, with all that it holds. A helper's has a fix-up.
 */
static bool is_own_store(const struct fault *fault)
{
	u64 slot = fix_to_virt(FIX_TEXT_POKE0);

	return fault->kind == FAULT_SYNC && ESR_EC(fault->esr) == ESR_EC_DABORT &&
	       fault->far >= slot && fault->far < slot + PAGE_SIZE && !has_fixup(fault->elr);
}

NEEDS(patch, failed_write, NEED_OWN_POKE);
NEEDS(patch, failed_write, NEED_PATCHING);
/*
 * A write that cannot be done: the slot is mapped read-only, so the store really faults and its
 * fix-up returns -EFAULT. The guest lives, somebody says so, once or each time, and the old target
 * stays while the key already shows the new one.
 */
CASE(patch, failed_write)
{
	struct mapping map;
	struct fault fault;
	unsigned int before;

	WARNS_ARE_LEGAL();
	static_call_update(failing, one);
	poke_slot_prot = PAGE_KERNEL_RO;
	before = said();
	fault = CATCH(static_call_update(failing, two));
	if (is_own_store(&fault)) {
		release_raw_spinlocks();
		context_reset();
		SKIP("it stores to a mapping of its own: a fault there is an Oops in Linux");
	}
	EXPECT_NO_FAULT_IN("static_call_update(failing, two)", fault);
	/* Mapped by the subject's own hand, with a protection of its own. */
	if (said() == before && static_call(failing)(1) == 3)
		SKIP("its own mapping of the literal cannot be made to fail");
	if (said() == before)
		FAIL("a write failed with -EFAULT, and nobody said so: neither a WARN nor a message");
	EXPECT(!lookup_mapping(fix_to_virt(FIX_TEXT_POKE0), &map));
	EXPECT_EQ(static_call(failing)(1), 2);
	EXPECT_EQ(static_call_query(failing), two);
	EXPECT_NO_FAULT(static_call_update(failing, two));
	poke_slot_prot = PAGE_KERNEL;
	EXPECT_EQ(static_call(failing)(1), 2);
	before = warn_count;
	static_call_update(failing, two);
	EXPECT_EQ(static_call(failing)(1), 3);
	EXPECT_EQ(warn_count - before, 0);
}

/* A counter of 16 bits wraps at 65,536. */
#define VERY_MANY	(65536 + 8)

/*
 * Whether updates take long by the routine's own doing, and no busy host's: it has mapped the page
 * itself, since the window did not stay open behind it, or changed code, which QEMU translates
 * anew.
 */
static bool is_slow_itself(const u32 *before)
{
	struct mapping map;

	return !lookup_mapping(fix_to_virt(FIX_TEXT_POKE0), &map) ||
	       memcmp(STATIC_CALL_TRAMP_ADDR(seen), before, TRAMP_WORDS * sizeof(u32));
}

static bool is_nearly_over(void)
{
	u64 limit = hang_limit();

	return limit && hang_taken() > limit - limit / 6;
}

/* A function, NULL, another function, RET0. */
static void update_seen(u64 i)
{
	if (i % 4 == 1)
		static_call_update(seen, NULL);
	else if (i % 4 == 3)
		static_call_update(seen, (__typeof__(&one))(void *)__static_call_return0);
	else
		static_call_update(seen, i % 4 ? one : two);
}

/* A call of NULL may give anything but what a target would. */
static bool is_in_force(u64 i, u64 result)
{
	switch (i % 4) {
	case 1:
		return result != 2 && result != 3;
	case 3:
		return result == 0;
	default:
		return result == (i % 4 ? 2 : 3);
	}
}

/*
 * 65,544 updates of one key, to functions, NULL and RET0 in turn, each looked at: none is lost, a
 * counter of 16 bits in the patch routine notwithstanding. They alone leave the writable window
 * open in between. Who maps the page itself each time may be too slow for that, and is not judged
 * then.
 */
CASE(patch, none_of_very_many_is_lost)
{
	u32 before[TRAMP_WORDS];
	u64 i;

	if (HAS_TRAMPOLINES && !tramp_is_fetched(STATIC_CALL_TRAMP_ADDR(seen)))
		SKIP("not judged here: QEMU translates code anew after each of %u patches",
		     VERY_MANY);
	if (HAS_TRAMPOLINES)
		memcpy(before, STATIC_CALL_TRAMP_ADDR(seen), sizeof(before));
	poke_slot_stays = true;
	for (i = 0; i < VERY_MANY; i++) {
		update_seen(i);
		if (!is_in_force(i, __raw_static_call_cond(seen)(1))) {
			FAIL("update %lu of one key is lost", i + 1);
			break;
		}
		if (i % 255 == 254 && is_nearly_over() && HAS_TRAMPOLINES &&
		    is_slow_itself(before)) {
			case_skip("not judged here: %lu of %u updates took %lu ms", i + 1,
				  VERY_MANY, hang_taken());
			break;
		}
	}
	poke_slot_stays = false;
	static_call_update(seen, one);
}
