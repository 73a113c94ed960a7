// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import type { RunReport, Verdict } from '../../../../harness/base/verdict.ts';
import { format } from '../../../../harness/report/formats/ktap.ts';
import { cell, result, SAMPLE } from '../sample.ts';

test('the sample, in full', () => {
  expect(format(SAMPLE)).toBe(`KTAP version 1
1..4
# | cortex-a710: left out, the installed QEMU 7.2 has no such CPU
    KTAP version 1
    # Subtest: v7/host
    1..1
        KTAP version 1
        # Subtest: abi
        1..1
        ok 1 adrp # XFAIL 8-byte alignment (see \\#7)
    ok 1 abi
ok 1 v7/host
    KTAP version 1
    # Subtest: v7/max
    1..4
    # | folder: /tmp/sct-1/v7.max
        KTAP version 1
        # Subtest: control
        1..1
        ok 1 trap
    ok 1 control
        KTAP version 1
        # Subtest: dispatch
        1..2
        # | fail dispatch.c:41: expected 0x2, got 0x3
        # | warn static_call.c:22
        not ok 1 first # FAIL dispatch.c:41: expected 0x2, got 0x3
        ok 2 second # SKIP no BTI
    not ok 2 dispatch
        KTAP version 1
        # Subtest: cost
        1..1
        # metric cntvct.median 12.5 ticks
        # metric cntvct.spread 0.333 ticks
        ok 1 direct
    ok 3 cost
        KTAP version 1
        # Subtest: bench
        1..1
        ok 1 console
    ok 4 bench
not ok 2 v7/max
    KTAP version 1
    # Subtest: v7/max-icount
    1..2
        KTAP version 1
        # Subtest: cost
        1..2
        # metric instructions 3 instructions
        ok 1 direct
        # metric instructions 8 instructions
        ok 2 tramp
    ok 1 cost
        KTAP version 1
        # Subtest: bench
        1..1
        ok 1 console
    ok 2 bench
ok 3 v7/max-icount
    KTAP version 1
    # Subtest: it's mine/max-icount
    1..3
    # | folder: /tmp/sct-1/mine.max-icount
        KTAP version 1
        # Subtest: dispatch
        1..2
        not ok 1 first # ERROR never reported: the guest reset
        not ok 2 second # ERROR never reported: the guest reset
    not ok 1 dispatch
        KTAP version 1
        # Subtest: cost
        1..2
        # metric instructions 3 instructions
        ok 1 direct
        # metric instructions 7 instructions
        ok 2 tramp_null
    ok 2 cost
        KTAP version 1
        # Subtest: bench
        1..1
        # | the end line never came
        # | last lines of the console:
        # |   # Subtest: x
        not ok 1 console # ERROR the guest reset
    not ok 3 bench
not ok 4 it's mine/max-icount
`);
});

function one(verdict: Verdict, name: string, reason: string, details: string[] = []): RunReport {
  const outcome = verdict === 'error' || verdict === 'fail' ? verdict : 'pass';
  const results = [result('s', name, { verdict, reason, details })];
  return {
    verdict: outcome,
    notes: ['ok 1 note\nok 2 note'],
    cells: [cell('m', results, { verdict: outcome, subject: 'a#b\n' })],
  };
}

test.each<[Verdict, string, string, string]>([
  ['error', 'c', 'x # SKIP y', 'not ok 1 c # ERROR x \\# SKIP y'],
  ['fail', 'c', 'SKIP # SKIP', 'not ok 1 c # FAIL SKIP \\# SKIP'],
  ['fail', 'c', 'one\nok 2 two', 'not ok 1 c # FAIL one ok 2 two'],
  ['xfail', 'a # SKIP b', '', 'ok 1 a _ SKIP b # XFAIL'],
  ['pass', 'two\r\nlines', '', 'ok 1 two lines'],
  ['pass', '', '', 'ok 1 (no name)'],
])('%s, name %j, reason %j', (verdict, name, reason, line) => {
  const lines = format(one(verdict, name, reason, ['ok 7 x\n    not ok 8 y', 'Subtest: z'])).split('\n');
  expect(lines.map((text) => text.trim())).toContain(line);
  expect(lines.filter((text) => /^\s*(ok|not ok) /.test(text))).toHaveLength(3);
  expect(lines.filter((text) => /^\s*# Subtest: /.test(text))).toEqual([
    '    # Subtest: a_b /m',
    '        # Subtest: s',
  ]);
});
