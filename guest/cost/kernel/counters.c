// SPDX-License-Identifier: GPL-2.0-only
/* PMUv3, Arm ARM (DDI 0487) D13: PMCEID says which common events there are. */
#include <asm/barrier.h>
#include <asm/sysreg.h>
#include <linux/kernel.h>
#include <linux/string.h>
#include <sct/args.h>
#include <sct/case.h>
#include <sct/pmu.h>
#include "../common/counters.h"

/* Arm ARM D13.11. Of two that mean the same here, the one that counts what retires comes first. */
static const struct event {
	const char *name;
	unsigned int number, otherwise;
} events[] = {
	{ "instructions", 0x08, 0 }, { "mispredicts", 0x22, 0x10 }, { "l1i_refills", 0x01, 0 },
	{ "l1d_refills", 0x03, 0 },  { "itlb_refills", 0x02, 0 },   { "dtlb_refills", 0x05, 0 },
};

/* What there is of them, by number; 0 is no event of these. */
static struct found {
	const char *name;
	unsigned int number;
} found[ARRAY_SIZE(events)];
static unsigned int found_count, in_pass, selected;
static bool cycles;

#define PMCR_N(pmcr)		(((pmcr) >> 11) & 0x1f)
#define COUNT_AT_EL2		BIT(27)
#define CYCLE_COUNTER		BIT(31)

static bool listed(unsigned int event)
{
	u64 set = event < 32 ? read_sysreg(pmceid0_el0) : read_sysreg(pmceid1_el0);

	return event && (set & BIT(event % 32));
}

static bool clock_is_icount(void)
{
	char clock[16];

	return boot_arg("sct.clock", clock, sizeof(clock)) && !strcmp(clock, "icount");
}

bool counters_time(void)
{
	return !clock_is_icount();
}

static void find_events(void)
{
	for (unsigned int i = 0; i < ARRAY_SIZE(events); i++) {
		const struct event *event = &events[i];
		unsigned int number = listed(event->number)	 ? event->number
				      : listed(event->otherwise) ? event->otherwise
								 : 0;

		if (number)
			found[found_count++] = (struct found){ event->name, number };
	}
}

unsigned int counters_init(void)
{
	unsigned int counters;

	found_count = 0;
	selected = 0;
	cycles = false;
	if (pmu_init()) {
		/* With -icount a cycle is an instruction: said once is enough. */
		cycles = !clock_is_icount();
		find_events();
	}
	counters = pmu_init() ? PMCR_N(read_sysreg(pmcr_el0)) : 0;
	in_pass = min(counters, (unsigned int)PASS_EVENTS - cycles);
	if (!in_pass)
		found_count = 0;
	diag("cost events cycles=%s found=%u counters=%u", cycles ? "pmccntr" : "none", found_count,
	     counters);
	for (unsigned int i = 0; i < found_count; i++)
		diag("cost event name=%s number=0x%x", found[i].name, found[i].number);
	return found_count ? (found_count + in_pass - 1) / in_pass : 1;
}

static void set_event(unsigned int counter, u64 type)
{
	write_sysreg(counter, pmselr_el0);
	isb();
	write_sysreg(type, pmxevtyper_el0);
}

static unsigned int events_of(unsigned int pass)
{
	return found_count ? min(in_pass, found_count - pass * in_pass) : 0;
}

void counters_select(unsigned int pass)
{
	unsigned int count = events_of(pass);

	selected = pass;
	for (unsigned int i = 0; i < count; i++)
		set_event(i, found[pass * in_pass + i].number | COUNT_AT_EL2);
	if (count || cycles)
		write_sysreg(CYCLE_COUNTER | (BIT(count) - 1), pmcntenset_el0);
	isb();
}

unsigned int counters_events(void)
{
	return events_of(selected) + cycles;
}

const char *counters_name(unsigned int event)
{
	if (cycles && event == 0)
		return "cycles";
	return found[selected * in_pass + event - cycles].name;
}

/* The cycles last: what is read before them costs some. */
void counters_read(u64 *values)
{
	isb();
	switch (events_of(selected)) {
	case 4:
		values[cycles + 3] = read_sysreg(pmevcntr3_el0);
		fallthrough;
	case 3:
		values[cycles + 2] = read_sysreg(pmevcntr2_el0);
		fallthrough;
	case 2:
		values[cycles + 1] = read_sysreg(pmevcntr1_el0);
		fallthrough;
	case 1:
		values[cycles] = read_sysreg(pmevcntr0_el0);
	}
	if (cycles)
		values[0] = read_sysreg(pmccntr_el0);
	isb();
}

void counters_describe(void)
{
	diag("cost place kind=kernel midr=0x%lx cntfrq=%lu interrupts=masked",
	     read_sysreg(midr_el1), read_sysreg(cntfrq_el0));
}
