/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * The pool of static calls: as many as the largest working set wants, each with a key and a
 * trampoline by the subject's own macros and a target of its own. A placement is a choice out of
 * it, at random. X(n) for each n of four hexadecimal digits.
 */
#ifndef _COST_POOL_H
#define _COST_POOL_H

#define __P16(X, n)								\
	X(n##0) X(n##1) X(n##2) X(n##3) X(n##4) X(n##5) X(n##6) X(n##7)		\
	X(n##8) X(n##9) X(n##a) X(n##b) X(n##c) X(n##d) X(n##e) X(n##f)
#define __P256(X, n)								\
	__P16(X, n##0) __P16(X, n##1) __P16(X, n##2) __P16(X, n##3)		\
	__P16(X, n##4) __P16(X, n##5) __P16(X, n##6) __P16(X, n##7)		\
	__P16(X, n##8) __P16(X, n##9) __P16(X, n##a) __P16(X, n##b)		\
	__P16(X, n##c) __P16(X, n##d) __P16(X, n##e) __P16(X, n##f)
#define __P4096(X, n)								\
	__P256(X, n##0) __P256(X, n##1) __P256(X, n##2) __P256(X, n##3)		\
	__P256(X, n##4) __P256(X, n##5) __P256(X, n##6) __P256(X, n##7)		\
	__P256(X, n##8) __P256(X, n##9) __P256(X, n##a) __P256(X, n##b)		\
	__P256(X, n##c) __P256(X, n##d) __P256(X, n##e) __P256(X, n##f)

#define POOL_EACH(X)	__P4096(X, 0) __P4096(X, 1) __P4096(X, 2) __P4096(X, 3)
#define POOL_SIZE	0x4000

/* Those whose key is NULL. */
#define NULL_EACH(X)	__P256(X, 00) __P256(X, 01) __P256(X, 02) __P256(X, 03)
#define NULL_SIZE	0x400

/* From one target to the next: a line each, as functions of different files have it. */
#define TARGET_STRIDE	64

#endif
