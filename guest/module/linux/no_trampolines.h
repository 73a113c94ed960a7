/* SPDX-License-Identifier: GPL-2.0-only */
/*
 * Before all else of a unit whose static calls are indirect ones, as Linux's own header makes
 * them.
 */
#undef CONFIG_HAVE_STATIC_CALL
