/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Variables of which each CPU has its own. CPU 0 has the linked one; the others have copies, as far
 * from it as __per_cpu_offset() says.
 */
#ifndef _LINUX_PERCPU_DEFS_H
#define _LINUX_PERCPU_DEFS_H

#include <linux/compiler.h>
#include <linux/preempt.h>
#include <linux/types.h>

#define DEFINE_PER_CPU(type, name)	__section(".data..percpu") __typeof__(type) name
#define DECLARE_PER_CPU(type, name)	extern __typeof__(type) name
#define DEFINE_PER_CPU_READ_MOSTLY(type, name) DEFINE_PER_CPU(type, name)
#define DEFINE_PER_CPU_ALIGNED(type, name) DEFINE_PER_CPU(type, name)
#define DEFINE_PER_CPU_SHARED_ALIGNED(type, name) DEFINE_PER_CPU(type, name)
#define EXPORT_PER_CPU_SYMBOL(name)
#define EXPORT_PER_CPU_SYMBOL_GPL(name)

/* Bytes; of a CPU that there is. */
unsigned long __per_cpu_offset(unsigned int cpu);
unsigned long __this_cpu_offset(void);

#define per_cpu_ptr(pointer, cpu)	\
	((__typeof__(pointer))((unsigned long)(pointer) + __per_cpu_offset(cpu)))
#define this_cpu_ptr(pointer)		\
	((__typeof__(pointer))((unsigned long)(pointer) + __this_cpu_offset()))
#define raw_cpu_ptr(pointer)		this_cpu_ptr(pointer)
#define per_cpu(name, cpu)		(*per_cpu_ptr(&(name), cpu))
#define get_cpu_var(name)		(*({ preempt_disable(); this_cpu_ptr(&(name)); }))
#define put_cpu_var(name)		do { (void)&(name); preempt_enable(); } while (0)
#define get_cpu_ptr(pointer)		({ preempt_disable(); this_cpu_ptr(pointer); })
#define put_cpu_ptr(pointer)		do { (void)(pointer); preempt_enable(); } while (0)

/* Single with respect to this CPU's interrupts, too. */
#define this_cpu_read(name)		READ_ONCE(*this_cpu_ptr(&(name)))
#define this_cpu_write(name, value)	WRITE_ONCE(*this_cpu_ptr(&(name)), value)
#define this_cpu_add(name, value)	\
	((void)__atomic_fetch_add(this_cpu_ptr(&(name)), value, __ATOMIC_RELAXED))
#define this_cpu_sub(name, value)	\
	((void)__atomic_fetch_sub(this_cpu_ptr(&(name)), value, __ATOMIC_RELAXED))
#define this_cpu_inc(name)		this_cpu_add(name, 1)
#define this_cpu_dec(name)		this_cpu_sub(name, 1)
#define this_cpu_add_return(name, value) \
	__atomic_add_fetch(this_cpu_ptr(&(name)), value, __ATOMIC_RELAXED)
#define this_cpu_inc_return(name)	this_cpu_add_return(name, 1)
#define this_cpu_dec_return(name)	\
	__atomic_sub_fetch(this_cpu_ptr(&(name)), 1, __ATOMIC_RELAXED)
#define this_cpu_xchg(name, value)	\
	__atomic_exchange_n(this_cpu_ptr(&(name)), value, __ATOMIC_RELAXED)
#define __this_cpu_read(name)		this_cpu_read(name)
#define __this_cpu_write(name, value)	this_cpu_write(name, value)
#define __this_cpu_add(name, value)	this_cpu_add(name, value)
#define __this_cpu_inc(name)		this_cpu_inc(name)
#define __this_cpu_dec(name)		this_cpu_dec(name)
#define __this_cpu_inc_return(name)	this_cpu_inc_return(name)
#define raw_cpu_read(name)		this_cpu_read(name)
#define raw_cpu_write(name, value)	this_cpu_write(name, value)

#endif
