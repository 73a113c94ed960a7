// SPDX-License-Identifier: GPL-2.0-only
/* Expectations: what they compare, and what they say if it is not so. */
#include <asm/sysreg.h>
#include <sct/case.h>

void expect_eq(const char *file, int line, const char *what, u64 actual, u64 expected)
{
	if (actual != expected)
		case_fail(file, line, "%s: expected 0x%lx, got 0x%lx", what, expected, actual);
}

static bool matches(const struct fault *fault, u64 esr)
{
	u64 ignored = running_at_el2() && ESR_EC(esr) == ESR_EC_DABORT ? ESR_EMULATION : 0;

	return fault->kind == FAULT_SYNC && (fault->esr & ~ignored) == esr;
}

static void wrong_fault(const char *file, int line, const char *what, const char *wanted,
			const struct fault *fault)
{
	if (fault->kind == FAULT_NONE) {
		case_fail(file, line, "%s: expected %s, nothing faulted", what, wanted);
	} else {
		case_fail(file, line, "%s: expected %s, got ESR 0x%lx at 0x%lx", what, wanted,
			  fault->esr, fault->elr);
		fault_print(fault);
	}
}

void expect_bti(const char *file, int line, const char *what, const struct fault *fault, u64 btype,
		u64 at)
{
	char wanted[96];

	if (matches(fault, ESR_BTI(btype)) && fault->elr == at && SPSR_BTYPE(fault->spsr) == btype)
		return;
	snprintf(wanted, sizeof(wanted), "ESR 0x%lx (BTI, BTYPE %lu) at 0x%lx", (u64)ESR_BTI(btype),
		 btype, at);
	wrong_fault(file, line, what, wanted, fault);
}

void expect_store_fault(const char *file, int line, const char *what, const struct fault *fault,
			u64 at)
{
	char wanted[96];

	if (matches(fault, ESR_WRITE_PERMISSION(3)) && fault->far == at)
		return;
	snprintf(wanted, sizeof(wanted), "ESR 0x%lx (write, permission, level 3), FAR 0x%lx",
		 (u64)ESR_WRITE_PERMISSION(3), at);
	wrong_fault(file, line, what, wanted, fault);
}

void expect_no_fault(const char *file, int line, const char *what, const struct fault *fault)
{
	if (fault->kind != FAULT_NONE)
		wrong_fault(file, line, what, "no fault", fault);
}
