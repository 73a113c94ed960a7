/* SPDX-License-Identifier: GPL-2.0-only */
/* Macros for .S files, of which a subject has none. */
