// SPDX-License-Identifier: GPL-2.0-only
/* From the boot stub to power-off. */
#include <asm/fixmap.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/args.h>
#include <sct/bench.h>
#include <sct/boot.h>
#include <sct/case.h>
#include <sct/cpu.h>
#include <sct/fdt.h>
#include <sct/interrupt.h>
#include <sct/platform.h>
#include <sct/runner.h>
#include <sct/taken.h>

static const char *bootargs = "";

bool cpu_has_bti(void)
{
	return read_sysreg(S3_0_C0_C4_1) & 0xf;		/* ID_AA64PFR1_EL1.BT */
}

bool cpu_has_pac(void)
{
	return (read_sysreg(id_aa64isar1_el1) & ID_AA64ISAR1_EL1_APA_API) || (read_sysreg(S3_0_C0_C6_2) & ID_AA64ISAR2_EL1_APA3);
}

static void read_bootargs(void)
{
	struct fdt_node node;
	const char *value;
	u32 len;

	if (!fdt_find_path("/chosen", &node))
		return;
	value = fdt_prop(&node, "bootargs", &len);
	if (value)
		bootargs = value;
}

bool boot_arg(const char *key, char *buf, size_t size)
{
	return arg_string(bootargs, key, buf, size);
}

u64 boot_arg_u64(const char *key, u64 otherwise)
{
	return arg_u64(bootargs, key, otherwise);
}

void kernel_main(phys_addr_t fdt, u64 entry_el)
{
	char run[40] = "", suites[160] = "";
	unsigned int cases;

	cpu_init();
	if (!fdt_init((const void *)(FDT_WINDOW + (fdt & (PAGE_SIZE - 1)))))
		power_off();
	psci_init();
	if (!uart_init())
		power_off();
	read_bootargs();
	boot_arg("sct.run", run, sizeof(run));
	boot_arg("sct.suites", suites, sizeof(suites));
	gic_init();
	watchdog_init();
	alarm_init();
	cpus_init();
	taken_init();

	printk("# sct boot run=%s midr=0x%lx entry-el=%lu el=%u page=%lu bti=%u pac=%u base=0x%lx cntfrq=%lu watchdog=%s\n", run,
	       read_sysreg(midr_el1), entry_el, running_at_el2() ? 2 : 1, PAGE_SIZE / SZ_1K, cpu_has_bti(), cpu_has_pac(), (u64)_text,
	       read_sysreg(cntfrq_el0), gic_delivery());
	/* With .bss beyond the end of RAM nothing below could be believed. */
	if (!memory_holds(__pa_symbol(_text), __pa_symbol(_end))) {
		printk("# sct panic the device tree names no memory that holds the image, 0x%lx to 0x%lx\n", __pa_symbol(_text), __pa_symbol(_end));
		power_off();
	}
	bench_reset();
	cases = run_suites(suites);
	printk("# sct end run=%s cases=%u\n", run, cases);
	power_off();
}
