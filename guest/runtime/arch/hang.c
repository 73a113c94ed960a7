// SPDX-License-Identifier: GPL-2.0-only
/* When a case has hung, and when a suite is given up for it. */
#include <asm/sections.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/spinlock.h>
#include <linux/string.h>
#include <sct/args.h>
#include <sct/hang.h>
#include <sct/platform.h>

/* A case's time, ms, where no boot argument says so. */
#define LIMIT_MS	5000
/*
 * How often a case is looked at where it may be stuck at a known place, ms, and how many times in a
 * row it must be there.
 */
#define LOOK_MS		10
#define LOOKS		5
/* The rest of a suite is given up after so many hangs at one place, or wherever. */
#define AT_ONE_PLACE	3
#define IN_ONE_SUITE	5
/*
 * Addresses that are no further apart are one place: a loop has several instructions. All
 * trampolines are one place.
 */
#define NEAR		64

#define PLACES		8
static struct place {
	u64 offset;
	unsigned int count;
} places[PLACES];
static u64 limit_ms, short_ms, running_ms, began, last_pc;
static unsigned int looks, in_suite, at_worst_place;
static bool may_give_up, together;
/* Cases that take longer, as suite.case:ms,… */
static char slow[4096];

extern char __static_call_text_start[], __static_call_text_end[];

static u64 offset_of(u64 pc)
{
	if (pc >= (u64)__static_call_text_start && pc < (u64)__static_call_text_end)
		pc = (u64)__static_call_text_start;
	return pc - (u64)_text;
}

static struct place *place_at(u64 pc)
{
	u64 offset = offset_of(pc);

	for (unsigned int i = 0; i < PLACES; i++)
		if (places[i].count && places[i].offset + NEAR > offset &&
		    offset + NEAR > places[i].offset)
			return &places[i];
	return NULL;
}

static void note(u64 pc)
{
	struct place *place = place_at(pc);

	for (unsigned int i = 0; i < PLACES && !place; i++)
		if (!places[i].count)
			place = &places[i];
	if (!place)
		return;
	if (!place->count)
		place->offset = offset_of(pc);
	place->count++;
}

static u64 number(const char **text)
{
	u64 value = 0;

	for (; **text >= '0' && **text <= '9'; ++*text)
		value = value * 10 + (u64)(**text - '0');
	return value;
}

void hang_init(void)
{
	char hung[160] = "";
	const char *p = hung;

	limit_ms = boot_arg_u64("sct.watchdog_ms", LIMIT_MS);
	short_ms = boot_arg_u64("sct.short_ms", limit_ms);
	may_give_up = boot_arg_u64("sct.give_up", 0);
	boot_arg("sct.slow", slow, sizeof(slow));
	boot_arg("sct.hung", hung, sizeof(hung));
	while (*p) {
		note((u64)_text + number(&p));
		while (*p && (*p < '0' || *p > '9'))
			p++;
	}
}

static u64 own_limit(const char *suite, const char *name)
{
	size_t n = strlen(suite), m = strlen(name);

	for (const char *p = slow; *p;) {
		if (!strncmp(p, suite, n) && p[n] == '.' && !strncmp(p + n + 1, name, m) &&
		    p[n + 1 + m] == ':') {
			p += n + m + 2;
			return number(&p);
		}
		while (*p && *p++ != ',')
			;
	}
	return 0;
}

u64 hang_watch(const char *suite, const char *name)
{
	/* What a control hangs in is the bench. */
	bool hurry = places[0].count && strcmp(suite, "control");
	u64 limit;

	/* CPUs that wait for one another may wait for the host. */
	together = !strcmp(suite, "smp");
	limit = max(hurry && !together ? short_ms : limit_ms, own_limit(suite, name));

	if (!limit_ms)
		limit = 0;
	looks = 0;
	running_ms = limit;
	began = read_sysreg(cntvct_el0);
	watchdog_start(limit);
	if (limit && hurry)
		watchdog_look_in(LOOK_MS);
	return limit;
}

u64 hang_limit(void)
{
	return running_ms;
}

u64 hang_taken(void)
{
	return (read_sysreg(cntvct_el0) - began) / (read_sysreg(cntfrq_el0) / 1000);
}

/* Who takes turns with others is there very often, whether or not another case hung there. */
static bool waits_for_lock(u64 pc)
{
	return pc - (u64)raw_spin_lock < NEAR;
}

bool hang_is_certain(u64 pc)
{
	if (watchdog_is_over())
		return true;
	looks = place_at(pc) && !(together && waits_for_lock(pc)) ? looks + 1 : 0;
	if (looks == LOOKS)
		return true;
	watchdog_look_in(LOOK_MS);
	return false;
}

void hang_note(u64 pc)
{
	const struct place *place;

	note(pc);
	place = place_at(pc);
	last_pc = pc;
	in_suite++;
	at_worst_place = place ? place->count : 1;
}

void hang_new_suite(void)
{
	in_suite = 0;
	at_worst_place = 0;
}

bool hang_gives_up(unsigned int *count, u64 *pc)
{
	*count = at_worst_place >= AT_ONE_PLACE ? at_worst_place : in_suite;
	*pc = last_pc;
	return may_give_up && (at_worst_place >= AT_ONE_PLACE || in_suite >= IN_ONE_SUITE);
}
