/* SPDX-License-Identifier: GPL-2.0-only */
/* 1,024 keys by number, 000 to 3ff: of each sixteen, one starts as RET0 (e) and one as NULL (f). */
#ifndef _CASES_PLACEMENT_KEYS_H
#define _CASES_PLACEMENT_KEYS_H

#include <linux/static_call_types.h>

#define PLACEMENT_KEYS 1024

#define EACH_OF_16(SET, RET0, NOTHING, n)						\
	SET(n##0) SET(n##1) SET(n##2) SET(n##3) SET(n##4) SET(n##5) SET(n##6) SET(n##7)	\
	SET(n##8) SET(n##9) SET(n##a) SET(n##b) SET(n##c) SET(n##d) RET0(n##e) NOTHING(n##f)

#define EACH_OF_256(SET, RET0, NOTHING, n)						\
	EACH_OF_16(SET, RET0, NOTHING, n##0) EACH_OF_16(SET, RET0, NOTHING, n##1)	\
	EACH_OF_16(SET, RET0, NOTHING, n##2) EACH_OF_16(SET, RET0, NOTHING, n##3)	\
	EACH_OF_16(SET, RET0, NOTHING, n##4) EACH_OF_16(SET, RET0, NOTHING, n##5)	\
	EACH_OF_16(SET, RET0, NOTHING, n##6) EACH_OF_16(SET, RET0, NOTHING, n##7)	\
	EACH_OF_16(SET, RET0, NOTHING, n##8) EACH_OF_16(SET, RET0, NOTHING, n##9)	\
	EACH_OF_16(SET, RET0, NOTHING, n##a) EACH_OF_16(SET, RET0, NOTHING, n##b)	\
	EACH_OF_16(SET, RET0, NOTHING, n##c) EACH_OF_16(SET, RET0, NOTHING, n##d)	\
	EACH_OF_16(SET, RET0, NOTHING, n##e) EACH_OF_16(SET, RET0, NOTHING, n##f)

/* Expands one of the three macros for each number. */
#define EACH_KEY(SET, RET0, NOTHING)							\
	EACH_OF_256(SET, RET0, NOTHING, 0) EACH_OF_256(SET, RET0, NOTHING, 1)		\
	EACH_OF_256(SET, RET0, NOTHING, 2) EACH_OF_256(SET, RET0, NOTHING, 3)

typedef u64 number_fn(void);

#define DECLARE_PLACED(n)			\
	number_fn placement_target_##n;		\
	DECLARE_STATIC_CALL(placement_##n, placement_target_##n);
EACH_KEY(DECLARE_PLACED, DECLARE_PLACED, DECLARE_PLACED)

#endif
