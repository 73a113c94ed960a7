// SPDX-License-Identifier: GPL-2.0-only
/* Expectations: what they compare, and what they say if it is not so. */
#include <asm/sysreg.h>
#include <sct/case.h>
#include <sct/cfi.h>

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

void expect_cfi(const char *file, int line, const char *what, const struct fault *fault,
		const char *target_name, const void *target, const char *like_name,
		const void *like)
{
	u32 type = cfi_type_of(like);
	struct cfi_failure cfi;
	char wanted[128];

	/* What passes is worth a line, too: it is what a kernel with kCFI would have died of. */
	if (cfi_failure_of(fault, &cfi) && cfi.target == (u64)target && cfi.type == type)
		return diag(
			"CFI failure at %s:%d: %s: BRK 0x%lx, target %s, expected type 0x%08x of %s",
			file, line, what, fault->esr & ESR_BRK_IMMEDIATE, target_name, cfi.type,
			like_name);
	snprintf(wanted, sizeof(wanted), "CFI failure, target 0x%lx, expected type 0x%08x",
		 (u64)target, type);
	wrong_fault(file, line, what, wanted, fault);
}

void expect_no_fault(const char *file, int line, const char *what, const struct fault *fault)
{
	if (fault->kind != FAULT_NONE)
		wrong_fault(file, line, what, "no fault", fault);
}
