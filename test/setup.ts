// SPDX-License-Identifier: GPL-2.0-only
// A worker whose Vitest is gone leaves too: what runs on 'exit' removes its folders, and its QEMU dies with it.

/** Run before each file of a worker, and once is enough. */
const LEAVE = Symbol.for('sct.leave-with-vitest');

const worker: typeof process & { [LEAVE]?: boolean } = process;
if (!worker[LEAVE]) process.once('disconnect', () => process.exit(1));
worker[LEAVE] = true;
