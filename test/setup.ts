// SPDX-License-Identifier: GPL-2.0-only
// A worker whose Vitest is gone leaves too: what runs on 'exit' removes its folders, and its QEMU dies with it.

process.once('disconnect', () => process.exit(1));
