// SPDX-License-Identifier: GPL-2.0-only
/* What keeps the guest from coming any further, told while something can still be told. */
#include <asm/memory.h>
#include <asm/sysreg.h>
#include <sct/boot.h>
#include <sct/fdt.h>
#include <sct/platform.h>

/* In .data: an exception may come before .bss is cleared. */
u64 sct_boot_exception[3] __section(".data");

void check_boot(phys_addr_t fdt, u64 entry_el)
{
	u64 granule = (read_sysreg(id_aa64mmfr0_el1) >> MMFR0_TGRAN_SHIFT) & 0xf;
	/* The MMU's first walk would fault. */
	bool has_pages = granule - MMFR0_TGRAN_MIN <= MMFR0_TGRAN_MAX - MMFR0_TGRAN_MIN;
	bool has_tree = fdt_init((const void *)fdt);

	if (has_pages && has_tree && entry_el <= 2)
		return;
	psci_init();
	uart_init_unmapped();
	if (entry_el > 2)
		boot_failure("entered at EL%lu: firmware has to leave it at EL2 or EL1", entry_el);
	if (!has_tree)
		boot_failure("no device tree at 0x%lx, which x0 held at entry", fdt);
	boot_failure("this CPU has no pages of %lu KiB (midr=0x%lx)", PAGE_SIZE / SZ_1K,
		     read_sysreg(midr_el1));
}
