// SPDX-License-Identifier: GPL-2.0-only
/*
 * A plugin of QEMU's that puts a barrier behind each store-release. Where each CPU is a thread, QEMU
 * has one in front of it alone, and so a load-acquire can come before it, which the architecture
 * forbids (Arm ARM, B2.3; order.c shows it). A store-release exclusive and those of LSE need none:
 * they are atomic operations of the machine that QEMU runs on.
 *
 * QEMU's interface for plugins, version 1 (docs/devel/tcg-plugins). What is called of it is declared
 * here, since Debian ships no header of it.
 */
#include <stddef.h>
#include <stdint.h>

struct qemu_plugin_tb;
struct qemu_plugin_insn;
struct qemu_info;

enum { NO_REGS = 0, WRITES = 2 };

void qemu_plugin_register_vcpu_tb_trans_cb(uint64_t id,
					   void (*cb)(uint64_t id, struct qemu_plugin_tb *tb));
size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *tb);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *tb, size_t nth);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *insn);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *insn,
				      void (*cb)(unsigned int cpu, uint32_t info, uint64_t address,
						 void *data),
				      int flags, int which, void *data);

int qemu_plugin_version = 1;
int qemu_plugin_install(uint64_t id, const struct qemu_info *info, int argc, char **argv);

/* Called behind the access. */
static void barrier(unsigned int cpu, uint32_t info, uint64_t address, void *data)
{
	(void)cpu, (void)info, (void)address, (void)data;
	__atomic_thread_fence(__ATOMIC_SEQ_CST);
}

static int is_store_release(uint32_t word)
{
	/* STLR, STLRH, STLRB; STLUR and its like (Arm ARM, C4.1.94). */
	return (word & 0x3ffffc00) == 0x089ffc00 || (word & 0x3fe00c00) == 0x19000000;
}

static void translated(uint64_t id, struct qemu_plugin_tb *tb)
{
	size_t count = qemu_plugin_tb_n_insns(tb);

	(void)id;
	for (size_t nth = 0; nth < count; nth++) {
		struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, nth);
		uint32_t word;

		__builtin_memcpy(&word, qemu_plugin_insn_data(insn), sizeof(word));
		if (is_store_release(word))
			qemu_plugin_register_vcpu_mem_cb(insn, barrier, NO_REGS, WRITES, NULL);
	}
}

int qemu_plugin_install(uint64_t id, const struct qemu_info *info, int argc, char **argv)
{
	(void)info, (void)argc, (void)argv;
	qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
	return 0;
}
