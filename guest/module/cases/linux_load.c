// SPDX-License-Identifier: GPL-2.0-only
/* A module that comes and goes: updates from its init, what is left when its function is not. */
#include <linux/kernel.h>
#include <sct/case.h>
#include <sct/cfi.h>
#include <sct/module.h>
#include <sct/static_call.h>
#include "linux_keys.h"

/* Without the module there is nothing more to ask. */
#define LOAD_OR_END(forgets) do {								\
	int __err;										\
												\
	if (!glue_has_helper())									\
		SKIP("nobody here loads a module while a case runs");				\
	__err = glue_load_late(forgets);							\
	if (__err) {										\
		FAIL("the module does not load, or its init dies: %d", __err);			\
		return;										\
	}											\
} while (0)

/*
 * An update from a module's init, and one when it is loaded: its .rodata is read-only in both
 * (Linux makes it so before it runs any of a module's code), what is read-only after init in the
 * latter.
 */
CASE(linux, update_in_module_init)
{
	unsigned long result = 0;

	LOAD_OR_END(false);
	EXPECT_EQ(late_report.first, 121);
	EXPECT_EQ(late_report.second, 122);
	EXPECT_EQ(late_report.lent, 121);
	EXPECT(late_report.read_only);
	EXPECT_NO_FAULT(result = late_report.update(true));
	EXPECT_EQ(result, 121);
	EXPECT_NO_FAULT(result = late_report.update(false));
	EXPECT_EQ(result, 122);
	EXPECT_EQ(glue_unload_late(), 0);
}

/* A module that sets back in its exit whatever leads to its functions leaves nothing behind. */
CASE(linux, unload_sets_back)
{
	LOAD_OR_END(false);
	EXPECT_EQ(static_call(lent)(100), 121);
	EXPECT_EQ(glue_unload_late(), 0);
	EXPECT_EQ(static_call(lent)(100), 111);
	EXPECT(static_call_query(lent) == (void *)peer_one);
}

/*
 * One that does not is a mistake of its own: the next call faults where the function was, and
 * nowhere else; an update mends it.
 */
CASE(linux, unload_forgets)
{
	struct fault fault;
	u64 target;

	LOAD_OR_END(true);
	target = (u64)late_report.target;
	EXPECT_EQ(static_call(lent)(100), 121);
	EXPECT_EQ(glue_unload_late(), 0);
	fault = CATCH(static_call(lent)(100));
	EXPECT_EQ(fault.kind, FAULT_SYNC);
	if (fault.kind == FAULT_SYNC) {
		/* A checked call has read its target's type there, before it goes there. */
		bool read = !HAS_TRAMPOLINES && IS_ENABLED(CONFIG_CFI);

		EXPECT_EQ(ESR_EC(fault.esr), read ? ESR_EC_DABORT : ESR_EC_IABORT);
		EXPECT_EQ(fault.far, read ? (u64)cfi_type_at((const void *)target) : target);
		EXPECT(read || fault.elr == target);
	}
	EXPECT_NO_FAULT(static_call_update(lent, peer_one));
	EXPECT_EQ(static_call(lent)(100), 111);
}
