// SPDX-License-Identifier: GPL-2.0-only

import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { RunReport } from '../../../../harness/base/verdict.ts';
import { format } from '../../../../harness/report/formats/verbose.ts';
import { cell, result, SAMPLE } from '../sample.ts';

async function plain(report: RunReport): Promise<string> {
  return stripVTControlCharacters(await format(report));
}

test('the sample, in full', async () => {
  expect(await plain(SAMPLE)).toBe(`\
┌───────────┬────────────┬─────────┬──────┬──────┬──────┬───────┬───────┐
│ subject   │ machine    │ verdict │ pass │ fail │ skip │ xfail │ error │
├───────────┼────────────┼─────────┼──────┼──────┼──────┼───────┼───────┤
│ v7        │ host       │ pass    │    - │    - │    - │     1 │     - │
│ v7        │ max        │ fail    │    3 │    1 │    1 │     - │     - │
│ v7        │ max-icount │ pass    │    3 │    - │    - │     - │     - │
│ it's mine │ max-icount │ error   │    2 │    - │    - │     - │     3 │
└───────────┴────────────┴─────────┴──────┴──────┴──────┴───────┴───────┘

instructions, not time: per call, exact, on max-icount
┌────────────┬────┬───────────┐
│ call       │ v7 │ it's mine │
├────────────┼────┼───────────┤
│ direct     │  3 │         3 │
│ tramp      │  8 │         - │
│ tramp_null │  - │         7 │
└────────────┴────┴───────────┘

known defects
  v7 on host: abi.adrp: 8-byte alignment (see #7)

FAIL v7 on max: dispatch.first
  dispatch.c:41: expected 0x2, got 0x3
    warn static_call.c:22
  kept: /tmp/sct-1/v7.max
  again: npx sct run --subject v7 --machine max --case dispatch.first --keep
  in gdb: npx sct debug --subject v7 --machine max --suite dispatch --case dispatch.first --fault

ERROR it's mine on max-icount: dispatch.first, dispatch.second
  never reported: the guest reset
  kept: /tmp/sct-1/mine.max-icount
  again: npx sct run --subject 'it'\\''s mine' --machine max-icount --keep
  in gdb: npx sct debug --subject 'it'\\''s mine' --machine max-icount --case dispatch.first

ERROR it's mine on max-icount: bench.console
  the guest reset
    the end line never came
    last lines of the console:
      # Subtest: x
  kept: /tmp/sct-1/mine.max-icount
  again: npx sct run --subject 'it'\\''s mine' --machine max-icount --keep
  in gdb: npx sct debug --subject 'it'\\''s mine' --machine max-icount

note: cortex-a710: left out, the installed QEMU 7.2 has no such CPU

ERROR 4 cells, 14 cases: 8 pass, 1 fail, 1 skip, 1 xfail, 3 error
`);
});

test('where nothing counts instructions, costs are median and spread', async () => {
  const cells = SAMPLE.cells.filter(({ machine }) => machine === 'max');
  expect(await plain({ verdict: 'fail', cells, notes: [] })).toContain(`\
median ± spread (interquartile range), not judged, on max
┌────────────────────────┬─────────────┐
│ call                   │          v7 │
├────────────────────────┼─────────────┤
│ direct, cntvct (ticks) │ 12.5 ± 0.33 │
└────────────────────────┴─────────────┘
`);
});

test('what passing controls have provoked is told once, and where', async () => {
  const seen = (machine: string) =>
    cell(machine, [
      result('control', 'cfi', { details: ['CFI failure at a.c:1'] }),
      result('s', 'c', { details: ['no control'] }),
    ]);
  const text = await plain({ verdict: 'pass', cells: [seen('max'), seen('max-el2')], notes: [] });
  expect(text).toContain(`
provoked by controls, and seen
  control.cfi, v7 on max, max-el2
    CFI failure at a.c:1

`);
  expect(text).not.toContain('no control');
});

test('a run that is all well says no more than it must', async () => {
  const text = await plain({ verdict: 'pass', cells: [cell('max', [result('s', 'c')])], notes: [] });
  expect(text.split('\n\n')).toHaveLength(2);
  expect(text).toMatch(/\n\nPASS 1 cell, 1 case: 1 pass\n$/);
});

test('what several cells say of no boot of their own is told once, and many cases are counted', async () => {
  const broken = [
    result('build', 'compile', {
      verdict: 'fail',
      reason: 'does not compile: a.c:1: error: no',
      details: ['a.c:1: error: no', '    1 | x'],
    }),
  ];
  const dead = Array.from({ length: 9 }, (_, index) =>
    result(index < 4 ? 'a' : 'b', `case${index}`, {
      verdict: 'error',
      reason: 'never reported: the guest reset',
    }),
  );
  const cells = [
    cell('host', broken),
    cell('max', broken),
    cell('max', broken, { subject: 'x' }),
    cell('max', dead),
  ];
  expect(await plain({ verdict: 'error', cells, notes: [] })).toContain(`

FAIL v7 on host, max; x on max: build.compile
  does not compile: a.c:1: error: no
        1 | x
  again: npx sct run --subject v7 --machine host --keep

ERROR v7 on max: 9 cases (4 of a, 5 of b)
  never reported: the guest reset
  again: npx sct run --subject v7 --machine max --keep
  in gdb: npx sct debug --subject v7 --machine max --case a.case0

`);
});

test('a run of nothing', async () => {
  expect(await plain({ verdict: 'error', cells: [], notes: [] })).toMatch(
    /\n\nERROR 0 cells, 0 cases: none\n$/,
  );
});

test('what a guest prints does not reach the terminal as commands', async () => {
  const details = ['\u001b[2Jgone\u0007', 'two\nlines'];
  const results = [result('s', 'c', { verdict: 'fail', reason: 'a\u001b]0;title\u0007b', details })];
  const text = await format({ verdict: 'fail', cells: [cell('max', results)], notes: [] });
  expect(text).toContain('\n  a\ufffd]0;title\ufffdb\n    \ufffd[2Jgone\ufffd\n    two\n    lines\n');
});
