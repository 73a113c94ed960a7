// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { type LinuxLine, ownLines } from '../../../harness/console/linux-lines.ts';

async function split(...pieces: string[]) {
  const linux: LinuxLine[] = [];
  let own = '';
  async function* source() {
    for (const piece of pieces) yield Buffer.from(piece);
  }
  for await (const bytes of ownLines(source(), (line) => linux.push(line)))
    own += Buffer.from(bytes).toString();
  return { own, linux };
}

test('the lines of the module are its own bytes again, whatever Linux says in between', async () => {
  const { own, linux } = await split(
    'cacheinfo: unable\r\nsct: # sct boot run=1\r\nsc',
    't:     # begin a.b\r\nInternal error: Oops - BTI: 36000002 [#1] SMP\r\nsct:     ok 1 b\r\n',
  );
  expect(own).toBe('# sct boot run=1\n    # begin a.b\n    ok 1 b\n');
  expect(linux).toEqual([
    { text: 'cacheinfo: unable', grave: false },
    { text: 'Internal error: Oops - BTI: 36000002 [#1] SMP', grave: true },
  ]);
});

test('a line that was too long for printk() is one line again', async () => {
  const { own } = await split('sct+ # samples a b 1 2\nsct:  3 4\nsct: next\n');
  expect(own).toBe('# samples a b 1 2 3 4\nnext\n');
});

test('a panic says why', async () => {
  const { linux } = await split('Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b\n');
  expect(linux).toEqual([
    {
      text: 'Kernel panic - not syncing: Attempted to kill init! exitcode=0x0000000b',
      grave: true,
      panic: 'Attempted to kill init! exitcode=0x0000000b',
    },
  ]);
});
