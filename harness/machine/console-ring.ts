// SPDX-License-Identifier: GPL-2.0-only
// What a guest prints, asked for in pieces. QEMU keeps it in memory until then (docs/interop/qemu-qmp-ref, `ringbuf-read`).

import { setTimeout as sleep } from 'node:timers/promises';
import { CONSOLE } from './argv.ts';
import type { Qmp } from './qmp.ts';

/** What QEMU keeps, bytes: more than any boot may print (limits.ts), so that nothing is lost before it is too much. A power of two. */
export const RING = 16 * 1024 * 1024;

/** What is asked for at once, bytes: as much as a pipe holds. */
const PIECE = 64 * 1024;

/** Between two questions, ms: each costs QEMU and sct some of what the guest could have. Its end is told of at once. */
const WAIT = 20;

/** Passes on each piece until the guest has ended, and what it printed before. @throws if QEMU hangs up */
export async function readConsole(
  qmp: Pick<Qmp, 'execute'>,
  { end }: { end: Promise<void> },
  onPiece: (bytes: Buffer) => void,
): Promise<void> {
  let over = false;
  // If it never comes, that is for the next question to tell.
  const ended = end.then(
    () => {
      over = true;
    },
    () => {},
  );
  for (;;) {
    const isLast = over;
    const said = await qmp.execute('ringbuf-read', { device: CONSOLE, size: PIECE, format: 'base64' });
    if (typeof said !== 'string') throw new Error('QEMU does not say what the guest printed');
    const bytes = Buffer.from(said, 'base64');
    if (bytes.length > 0) onPiece(bytes);
    if (bytes.length === PIECE) continue;
    if (isLast) return;
    if (!over) await Promise.race([sleep(WAIT), ended]);
  }
}
