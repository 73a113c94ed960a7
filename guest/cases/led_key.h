/* SPDX-License-Identifier: GPL-2.0-only */
/* A key, and what is done with it: for who does the same with several. */
#ifndef _CASES_LED_KEY_H
#define _CASES_LED_KEY_H

#include <sct/static_call.h>
#include "far.h"

struct led_key {
	const void *tramp;
	void (*update)(far_fn *target);
	u64 (*call)(u64 x);
};

/* LED_KEY(name, static_call): `name` is the key, and afterwards what is done with it, too. */
#define LED_KEY(name, how)								\
	static void update_##name(far_fn *target)					\
	{										\
		static_call_update(name, target);					\
	}										\
	static u64 call_##name(u64 x)							\
	{										\
		return how(name)(x);							\
	}										\
	static const struct led_key name = { STATIC_CALL_TRAMP_ADDR(name), update_##name,	\
					     call_##name }

#endif
