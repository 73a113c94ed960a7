// SPDX-License-Identifier: GPL-2.0-only
// A child's output, once the child is gone.

import type { ChildProcess } from 'node:child_process';

/** How long a child's output may stay open once the child is gone, ms. */
const GRACE = 500;

/** Closes our end of a child's output some time after the child is gone: a grandchild may hold the other end open for good. */
export function closeAfterExit(child: Pick<ChildProcess, 'once' | 'stdout' | 'stderr'>): void {
  child.once('exit', () => {
    setTimeout(() => {
      child.stdout?.destroy();
      child.stderr?.destroy();
    }, GRACE).unref();
  });
}
