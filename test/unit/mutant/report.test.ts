// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { mutateTable } from '../../../harness/mutant/report.ts';

test.for([
  { selector: [] },
  { selector: ['--machine', 'process-smp2'] },
  { selector: ['--tree', '/home/u/linux'] },
])('what survived is tried again as it was: $selector', async ({ selector }) => {
  const text = await mutateTable({
    verdict: 'fail',
    notes: [],
    selector,
    tried: [
      {
        mutant: { name: 'm', changes: 'subject', mistake: 'wrong', machine: 'max' },
        verdict: 'survived',
        by: [],
        expected: ['a.b'],
        problems: ['a.b: pass'],
        folder: null,
      },
    ],
  });
  const words = ['mutate', ...selector, '--name', 'm'].join(' ');
  expect(text).toMatch(new RegExp(`^ {2}again: .*sct.* ${words}$`, 'm'));
});

test('what Linux cannot show is told with the reason, and is no trouble', async () => {
  const mutant = {
    name: 'm',
    changes: 'subject',
    mistake: 'wrong',
    machine: 'linux-cfi',
    inLinux: 'no steps',
  } as const;
  const tried = {
    mutant,
    verdict: 'explained',
    by: [],
    expected: ['a.b'],
    problems: ['a.b: skip'],
    folder: null,
  } as const;
  const text = await mutateTable({
    verdict: 'pass',
    notes: [],
    selector: ['--machine', 'linux-cfi'],
    tried: [{ ...tried, by: [], expected: [], problems: [] }],
  });
  expect(text).toContain('not to be seen there: no steps');
  expect(text).not.toContain('again:');
});
