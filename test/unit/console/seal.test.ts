// SPDX-License-Identifier: GPL-2.0-only
// While a case runs, only what bears the run id may be the runner's word.

import { describe, expect, test } from 'vitest';
import { parseLines } from '../../../harness/console/ktap.ts';

const BEFORE = ['    # Subtest: s', '    # begin s.c'];
const DONE = '    # done s.c run=r1 us=12';
const kinds = (lines: string[], seal: string | null = 'r1') =>
  parseLines(lines, seal).map(({ kind }) => kind);

describe('in a case, these are words of its own', () => {
  test.for([
    '    ok 1 c',
    'ok 1 s',
    '    not ok 1 c # ERROR the bench is to blame',
    '    # begin s.d',
    '    # Subtest: t',
    '    1..7',
    '1..7',
    '# sct end run=r2 cases=1',
    '# sct end',
    '# sct boot run=r2 midr=0x1',
    '    # done s.c run=r2 us=1',
    '    # done s.c',
  ])('%s', (line) => {
    expect(kinds([...BEFORE, line, DONE, '    ok 1 c', 'ok 1 s'])).toEqual([
      'suite',
      'begin',
      'detail',
      'done',
      'result',
      'suiteEnd',
    ]);
    // Without a seal it is taken for what it looks like.
    expect(kinds([...BEFORE, line], null)).not.toEqual(['suite', 'begin', 'detail']);
  });
});

test.for([
  ['    # fail a.c:1: x', 'detail'],
  ['    # fault kind=sync esr=0x1', 'fault'],
  ['    # metric instructions 7 instructions', 'metric'],
  ['    # samples t ns 1 2', 'samples'],
  ['    # sct panic x', 'panic'],
  ['# sct end run=r1 cases=1', 'end'],
  ['# sct boot run=r1', 'boot'],
] as const)('a case may say %s', ([line, kind]) => {
  expect(kinds([...BEFORE, line])).toEqual(['suite', 'begin', kind]);
});

test('where the word that it is done was lost, that of the next case ends it', () => {
  const lines = ['    ok 1 c', '    # begin s.d', '    # done s.d run=r1 us=1', '    ok 2 d'];
  expect(kinds([...BEFORE, ...lines])).toEqual(['suite', 'begin', 'detail', 'detail', 'done', 'result']);
});

test('a case says how long it took', () => {
  expect(parseLines([...BEFORE, DONE], 'r1').at(-1)).toEqual({
    kind: 'done',
    suite: 's',
    case: 'c',
    fields: { run: 'r1', us: '12' },
  });
});
