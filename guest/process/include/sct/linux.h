/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * As much of Linux's interface to a process as is used here, in the numbers and layouts of arm64:
 * those of include/uapi/asm-generic, and of arch/arm64/include/uapi for signals and HWCAPs.
 */
#ifndef _SCT_LINUX_H
#define _SCT_LINUX_H

#define SYS_CLOSE	57
#define SYS_READ	63
#define SYS_WRITE	64
#define SYS_PWRITE64	68
#define SYS_FTRUNCATE	46
#define SYS_OPENAT	56
#define SYS_EXIT	93
#define SYS_EXIT_GROUP	94
#define SYS_SETITIMER	103
#define SYS_SCHED_SETAFFINITY	122
#define SYS_SCHED_GETAFFINITY	123
#define SYS_TGKILL	131
#define SYS_SIGALTSTACK	132
#define SYS_RT_SIGACTION	134
#define SYS_RT_SIGPROCMASK	135
#define SYS_GETPID	172
#define SYS_GETTID	178
#define SYS_MUNMAP	215
#define SYS_CLONE	220
#define SYS_MMAP	222
#define SYS_MPROTECT	226
#define SYS_PERF_EVENT_OPEN	241
#define SYS_MEMFD_CREATE	279

#ifndef __ASSEMBLY__
#include <linux/types.h>

/* Returns what the kernel does: a negative errno if it fails. */
static inline long linux_syscall(long number, u64 a, u64 b, u64 c, u64 d, u64 e, u64 f)
{
	register u64 x8 asm("x8") = (u64)number;
	register u64 x0 asm("x0") = a;
	register u64 x1 asm("x1") = b;
	register u64 x2 asm("x2") = c;
	register u64 x3 asm("x3") = d;
	register u64 x4 asm("x4") = e;
	register u64 x5 asm("x5") = f;

	asm volatile("svc #0"
		     : "+r"(x0)
		     : "r"(x8), "r"(x1), "r"(x2), "r"(x3), "r"(x4), "r"(x5)
		     : "memory", "cc");
	return (long)x0;
}

#define __SYSCALL(n, a, b, c, d, e, f, ...) \
	linux_syscall(n, (u64)(a), (u64)(b), (u64)(c), (u64)(d), (u64)(e), (u64)(f))
#define linux_call(...)		__SYSCALL(__VA_ARGS__, 0, 0, 0, 0, 0, 0, 0)

#define LINUX_EPERM	1
#define LINUX_ENOENT	2
#define LINUX_EINTR	4
#define LINUX_EACCES	13
#define LINUX_ENODEV	19
#define LINUX_EINVAL	22
#define LINUX_ENOSYS	38
#define LINUX_EOPNOTSUPP 95

/* The auxiliary vector: getauxval(3). */
#define AT_NULL		0
#define AT_PAGESZ	6
#define AT_HWCAP	16
#define AT_HWCAP2	26
#define HWCAP_CPUID	(1UL << 11)
#define HWCAP_PACA	(1UL << 30)
#define HWCAP2_BTI	(1UL << 17)

#define PROT_READ	1
#define PROT_WRITE	2
#define PROT_EXEC	4
#define PROT_BTI	0x10
#define PROT_NONE	0
#define MAP_SHARED	1
#define MAP_FIXED	0x10
#define MAP_FIXED_NOREPLACE 0x100000
#define MFD_CLOEXEC	1
#define MFD_EXEC	0x10

#define SIGILL		4
#define SIGTRAP		5
#define SIGBUS		7
#define SIGUSR1		10
#define SIGSEGV		11
#define SIGALRM		14
#define SIG_BLOCK	0
#define SIG_SETMASK	2
#define SIGBIT(signal)	(1UL << ((signal) - 1))
#define SA_SIGINFO	4
#define SA_ONSTACK	0x08000000

#define ILL_ILLOPN	2
#define SEGV_MAPERR	1
#define BUS_ADRALN	1

struct linux_sigaction {
	void *handler;
	unsigned long flags;
	void *restorer;
	u64 mask;
};

struct linux_stack {
	void *sp;
	int flags;
	size_t size;
};

struct linux_siginfo {
	int signo, errno, code, pad;
	u64 addr;
};

struct linux_sigcontext {
	u64 fault_address;
	u64 regs[31];
	u64 sp, pc, pstate;
	u8 reserved[4096] __attribute__((__aligned__(16)));
};

struct linux_ucontext {
	u64 flags;
	void *link;
	struct linux_stack stack;
	u64 sigmask;
	u8 unused[120];
	struct linux_sigcontext mcontext;
};

/* A record in `reserved`: the syndrome of a fault, if the kernel tells it. */
#define ESR_MAGIC	0x45535201
struct linux_esr_record {
	u32 magic, size;
	u64 esr;
};

struct linux_itimerval {
	s64 interval_s, interval_us, value_s, value_us;
};

#define CLONE_VM		0x00000100
#define CLONE_FS		0x00000200
#define CLONE_FILES		0x00000400
#define CLONE_SIGHAND		0x00000800
#define CLONE_THREAD		0x00010000
#define CLONE_SYSVSEM		0x00040000
#define CLONE_SETTLS		0x00080000
#define CLONE_PARENT_SETTID	0x00100000
#define CLONE_CHILD_CLEARTID	0x00200000

#define AT_FDCWD	(-100)
#endif

#endif
