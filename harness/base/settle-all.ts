// SPDX-License-Identifier: GPL-2.0-only
// Waiting for several promises, all of them.

/** Like `Promise.all`, but leaves nothing running behind a rejection. */
export async function settleAll<T>(promises: readonly Promise<T>[]): Promise<T[]> {
  await Promise.allSettled(promises);
  return Promise.all(promises);
}
