// SPDX-License-Identifier: GPL-2.0-only
/*
 * With a granule that the CPU has not, the MMU's first walk would fault, and nobody would ever hear
 * of it.
 */
#include <asm/memory.h>
#include <asm/sysreg.h>
#include <linux/printk.h>
#include <sct/boot.h>
#include <sct/platform.h>

void check_granule(void)
{
	u64 granule = (read_sysreg(id_aa64mmfr0_el1) >> MMFR0_TGRAN_SHIFT) & 0xf;

	if (granule - MMFR0_TGRAN_MIN <= MMFR0_TGRAN_MAX - MMFR0_TGRAN_MIN)
		return;
	psci_init();
	uart_init_unmapped();
	boot_failure("this CPU has no pages of %lu KiB (midr=0x%lx)", PAGE_SIZE / SZ_1K,
		     read_sysreg(midr_el1));
}
