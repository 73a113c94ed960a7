// SPDX-License-Identifier: GPL-2.0-only

import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { ConsoleEvent } from '../../../harness/console/event.ts';
import { parseLine, parseLines, startOfConsole } from '../../../harness/console/ktap.ts';
import { withSums } from '../../fixtures/qemu/sums.mjs';

const IN_SUITE = ['    # Subtest: s'];
const IN_CASE = ['    # Subtest: s', '    # begin s.c'];
const ENDED = ['# sct end run=r cases=0'];

type Row = [line: string, before: string[], events: ConsoleEvent[]];

function result(word: string, reason = '', name = 'c', number = 1): ConsoleEvent {
  return { kind: 'result', suite: 's', case: name, number, word, reason } as ConsoleEvent;
}

function noise(text: string): ConsoleEvent {
  return { kind: 'noise', text };
}

const rows: Row[] = [
  // the boot's own lines
  ['# sct boot run=r midr=0x1 bti=1', [], [{ kind: 'boot', fields: { run: 'r', midr: '0x1', bti: '1' } }]],
  ['# sct boot', [], [{ kind: 'boot', fields: {} }]],
  ['# sct boot loose =x y= z=1=2', [], [{ kind: 'boot', fields: { y: '', z: '1=2' } }]],
  ['    # sct panic out of memory', IN_CASE, [{ kind: 'panic', text: 'out of memory' }]],
  ['# sct panic', [], [{ kind: 'panic', text: 'without a word' }]],
  ['# sct end run=r cases=3', [], [{ kind: 'end', fields: { run: 'r', cases: '3' } }]],
  ['# sct bogus', [], [noise('# sct bogus')]],
  // KTAP's structure
  ['KTAP version 1', [], []],
  ['    KTAP version 1', [], []],
  ['KTAP version 2', [], [noise('KTAP version 2')]],
  ['1..2', [], [{ kind: 'plan', suite: null, count: 2 }]],
  ['    1..3', IN_SUITE, [{ kind: 'plan', suite: 's', count: 3 }]],
  ['    1..3', [], [noise('    1..3')]],
  ['  1..3', IN_SUITE, [noise('  1..3')]],
  ['    # Subtest: dispatch', [], [{ kind: 'suite', suite: 'dispatch' }]],
  ['# Subtest: dispatch', [], [noise('# Subtest: dispatch')]],
  ['ok 1 s', IN_SUITE, [{ kind: 'suiteEnd', suite: 's', number: 1, ok: true }]],
  ['not ok 2 s', IN_SUITE, [{ kind: 'suiteEnd', suite: 's', number: 2, ok: false }]],
  // a case's beginning and result
  ['    # begin s.c', IN_SUITE, [{ kind: 'begin', suite: 's', case: 'c' }]],
  ['    # begin s.c.d', IN_SUITE, [{ kind: 'begin', suite: 's', case: 'c.d' }]],
  ['    # begin c', IN_SUITE, [noise('    # begin c')]],
  ['    ok 1 c', IN_CASE, [result('pass')]],
  ['    ok 1 - c', IN_CASE, [result('pass')]],
  ['    not ok 1 c', IN_CASE, [result('fail')]],
  ['    ok 1 c # SKIP no BTI', IN_CASE, [result('skip', 'no BTI')]],
  ['    ok 1 c # SKIP', IN_CASE, [result('skip')]],
  ['    ok 1 c # XFAIL see #7 # there', IN_CASE, [result('xfail', 'see #7 # there')]],
  ['    not ok 1 c # ERROR hung', IN_CASE, [result('error', 'hung')]],
  ['    not ok 1 c # expected 1', IN_CASE, [result('fail', 'expected 1')]],
  ['    ok 1 c # SKIPPED', IN_CASE, [result('pass', 'SKIPPED')]],
  ['    ok 1 c # ERROR x', IN_CASE, [result('error', '"ok" contradicts "# ERROR x"')]],
  ['    not ok 1 c # SKIP x', IN_CASE, [result('error', '"not ok" contradicts "# SKIP x"')]],
  ['    not ok 1 c # XFAIL x', IN_CASE, [result('error', '"not ok" contradicts "# XFAIL x"')]],
  ['    ok 1 two words', IN_CASE, [result('pass', '', 'two words')]],
  ['    ok 1 c', [], [{ kind: 'result', suite: null, case: 'c', number: 1, word: 'pass', reason: '' }]],
  ['    ok 99999999999999999999 c', IN_CASE, [result('pass', '', 'c', 1e20)]],
  ['    ok 1', IN_CASE, [noise('    ok 1')]],
  ['    ok 1 # SKIP x', IN_CASE, [noise('    ok 1 # SKIP x')]],
  ['    ok c', IN_CASE, [{ kind: 'detail', text: 'ok c' }]],
  ['        ok 1 c', IN_CASE, [noise('        ok 1 c')]],
  ['  not ok 1 c', IN_CASE, [noise('  not ok 1 c')]],
  ['\tok 1 c', IN_CASE, [noise('\tok 1 c')]],
  ['\t   ok 1 c', IN_CASE, [noise('\t   ok 1 c')]],
  ['   \u00a0ok 1 c', IN_CASE, [noise('   \u00a0ok 1 c')]],
  // what explains a case
  ['    # fail a.c:1: x', IN_CASE, [{ kind: 'detail', text: 'fail a.c:1: x' }]],
  ['    # regs x0=0x1', IN_CASE, [{ kind: 'detail', text: 'regs x0=0x1' }]],
  ['    three plain words', IN_CASE, [{ kind: 'detail', text: 'three plain words' }]],
  ['    # fault kind=sync esr=0x2', IN_CASE, [{ kind: 'fault', fields: { kind: 'sync', esr: '0x2' } }]],
  ['    # fault injection is on', IN_CASE, [{ kind: 'detail', text: 'fault injection is on' }]],
  ['    # metric n 3 calls', IN_CASE, [{ kind: 'metric', name: 'n', value: 3, unit: 'calls' }]],
  ['    # metric n 0.5 ns', IN_CASE, [{ kind: 'metric', name: 'n', value: 0.5, unit: 'ns' }]],
  ['    # metric n many calls', IN_CASE, [noise('    # metric n many calls')]],
  ['    # metric n 3', IN_CASE, [noise('    # metric n 3')]],
  ['    # samples n ns 1 2  3', IN_CASE, [{ kind: 'samples', name: 'n', unit: 'ns', values: [1, 2, 3] }]],
  ['    # samples n ns', IN_CASE, [noise('    # samples n ns')]],
  ['    # samples n ns 1 x', IN_CASE, [noise('    # samples n ns 1 x')]],
  ['# a remark', [], [{ kind: 'detail', text: 'a remark' }]],
  ['plain words', IN_SUITE, [noise('plain words')]],
  ['', IN_CASE, []],
  ['   ', [], []],
  // after the end nothing is welcome, but a reboot must be seen
  ['', ENDED, [noise('')]],
  ['ok 1 s', ENDED, [noise('ok 1 s')]],
  ['# a remark', ENDED, [noise('# a remark')]],
  ['# sct boot run=r', ENDED, [{ kind: 'boot', fields: { run: 'r' } }]],
  // a line that a reboot, a panic or the end interrupted
  [
    '    # fail a.c# sct boot run=r',
    IN_CASE,
    [
      { kind: 'detail', text: 'fail a.c' },
      { kind: 'boot', fields: { run: 'r' } },
    ],
  ],
  [
    '# sct boot run=r mi# sct boot run=r midr=0x1',
    [],
    [
      { kind: 'boot', fields: { run: 'r' } },
      { kind: 'boot', fields: { run: 'r', midr: '0x1' } },
    ],
  ],
  [
    '# sct boot# sct panic x',
    [],
    [
      { kind: 'boot', fields: {} },
      { kind: 'panic', text: 'x' },
    ],
  ],
  ['    ok 1 c# sct panic x', IN_CASE, [result('pass'), { kind: 'panic', text: 'x' }]],
];

test.each(rows)('%j after %j', (line, before, events) => {
  const state = startOfConsole();
  for (const earlier of before) parseLine(state, earlier);
  expect(parseLine(state, line)).toEqual(events);
});

test('the example of docs/console.md is understood to the last line', () => {
  const page = readFileSync(new URL('../../../docs/console.md', import.meta.url), 'utf8');
  const lines = page.split('\n').filter((line) => line.startsWith('    '));
  const events = parseLines(lines.map((line) => line.slice(4)));
  expect(events.map(({ kind }) => kind).join(' ')).toBe(
    'boot plan suite plan begin done result sum begin done result sum suiteEnd suite plan begin detail done result sum suiteEnd end',
  );
  const bytes = Buffer.from(page, 'utf8').toString('latin1');
  const block = bytes
    .split('\n')
    .filter((line) => line.startsWith('    '))
    .join('\n');
  expect(withSums(block.replaceAll(/^ {4}/gm, ''))).toBe(block.replaceAll(/^ {4}/gm, ''));
});

describe('no line makes it throw', () => {
  const hostile = [
    '\0',
    '\ufffd',
    '#',
    '# ',
    'ok',
    'not ok',
    '1..',
    '# begin .',
    '# sct',
    '# fault =',
    '__proto__',
  ];
  test.each(hostile)('%j', (line) => {
    for (const before of [[], IN_SUITE, IN_CASE, ENDED]) {
      expect(() => parseLines([...before, line, `    ${line}`])).not.toThrow();
    }
  });

  // So long that more than linear time would be more than the test has.
  test('nor take more than linear time', () => {
    const many = 1_000_000;
    const lines = [
      `# sct boot ${'x'.repeat(many)}`,
      `    ok 1 ${'a '.repeat(many / 2)}#x`,
      `    ok 1 a${' '.repeat(many)}x#`,
      `    # samples n ns ${'1 '.repeat(many / 2)}x`,
      `    # begin ${'.'.repeat(many)}`,
      `${' '.repeat(many)}x`,
    ];
    parseLines([...IN_CASE, ...lines]);
  });
});
