// SPDX-License-Identifier: GPL-2.0-only
/*
 * Writes to read-only text and data: one lock with interrupts off, the page mapped writable at
 * FIX_TEXT_POKE0, a store that reports a fault instead of dying, and the mapping gone again before
 * the lock is.
 */
#include <asm/byteorder.h>
#include <asm/cacheflush.h>
#include <asm/fixmap.h>
#include <asm/insn.h>
#include <asm/text-patching.h>
#include <linux/errno.h>
#include <linux/memory.h>
#include <linux/mm.h>
#include <linux/stop_machine.h>
#include <linux/uaccess.h>

static DEFINE_RAW_SPINLOCK(patch_lock);

/*
 * Maps the page of `addr` at the poke slot; returns where `addr` is there, or NULL if it is not
 * mapped at all.
 */
static void *patch_map(void *addr)
{
	struct page *page = vmalloc_to_page(addr);

	if (!page)
		return NULL;
	return (void *)set_fixmap_offset(FIX_TEXT_POKE0, page_to_phys(page) + offset_in_page(addr));
}

bool poke_slot_stays;
/* The page that it was last mapped for, while it stays. */
static u64 staying;

/* Where `addr` is at the slot that stayed mapped, if it was for that page. */
static void *still_mapped(void *addr)
{
	if (!poke_slot_stays || ALIGN_DOWN((u64)addr, PAGE_SIZE) != staying)
		return NULL;
	return (void *)(fix_to_virt(FIX_TEXT_POKE0) + offset_in_page(addr));
}

static int poke(void *addr, const void *value, size_t size)
{
	unsigned long flags;
	void *alias;
	long ret = -EFAULT;

	raw_spin_lock_irqsave(&patch_lock, flags);
	alias = still_mapped(addr) ?: patch_map(addr);
	if (alias)
		ret = copy_to_kernel_nofault(alias, value, size);
	staying = poke_slot_stays && alias ? ALIGN_DOWN((u64)addr, PAGE_SIZE) : 0;
	if (!staying)
		clear_fixmap(FIX_TEXT_POKE0);
	raw_spin_unlock_irqrestore(&patch_lock, flags);
	return (int)ret;
}

int aarch64_insn_read(void *addr, u32 *insnp)
{
	__le32 value;
	long ret = copy_from_kernel_nofault(&value, addr, sizeof(value));

	if (!ret)
		*insnp = le32_to_cpu(value);
	return (int)ret;
}

int aarch64_insn_write(void *addr, u32 insn)
{
	__le32 value = cpu_to_le32(insn);

	return poke(addr, &value, sizeof(value));
}

int aarch64_insn_write_literal_u64(void *addr, u64 val)
{
	return poke(addr, &val, sizeof(val));
}

/*
 * By words of code, as Linux's; eight bytes at once where both ends are aligned to them, as its
 * memcpy() does.
 */
void *aarch64_insn_copy(void *dst, void *src, size_t len)
{
	if (!IS_ALIGNED((u64)dst | (u64)src | len, AARCH64_INSN_SIZE))
		return NULL;
	for (size_t done = 0, piece; done < len; done += piece) {
		u64 both = (u64)dst | (u64)src;

		piece = IS_ALIGNED(both + done, sizeof(u64)) && len - done >= sizeof(u64)
				? sizeof(u64)
				: AARCH64_INSN_SIZE;
		if (poke(dst + done, src + done, piece))
			return NULL;
	}
	caches_clean_inval_pou((unsigned long)dst, (unsigned long)dst + len);
	return dst;
}

void *aarch64_insn_set(void *dst, u32 insn, size_t len)
{
	__le32 value = cpu_to_le32(insn);

	for (size_t done = 0; done < len; done += AARCH64_INSN_SIZE)
		if (!aarch64_insn_copy(dst + done, &value, AARCH64_INSN_SIZE))
			return NULL;
	return dst;
}

int aarch64_insn_patch_text_nosync(void *addr, u32 insn)
{
	int ret;

	if (!IS_ALIGNED((u64)addr, AARCH64_INSN_SIZE))
		return -EINVAL;
	ret = aarch64_insn_write(addr, insn);
	if (!ret)
		caches_clean_inval_pou((unsigned long)addr,
				       (unsigned long)addr + AARCH64_INSN_SIZE);
	return ret;
}

struct text_patch {
	void **addrs;
	u32 *insns;
	int count;
};

static int patch_all(void *arg)
{
	const struct text_patch *patch = arg;
	int ret = 0;

	for (int i = 0; i < patch->count && !ret; i++)
		ret = aarch64_insn_patch_text_nosync(patch->addrs[i], patch->insns[i]);
	return ret;
}

/*
 * While the other CPUs are stopped, so that none of them executes some of the instructions as they
 * were and some as they are.
 */
int aarch64_insn_patch_text(void *addrs[], u32 insns[], int cnt)
{
	struct text_patch patch = { addrs, insns, cnt };

	return stop_machine_cpuslocked(patch_all, &patch, NULL);
}
