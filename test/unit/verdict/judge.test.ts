// SPDX-License-Identifier: GPL-2.0-only
// Each log in test/fixtures/console/ is one boot; the table says what must become of it.

import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { CaseResult } from '../../../harness/base/verdict.ts';
import { parseLines } from '../../../harness/console/ktap.ts';
import type { BootEnd } from '../../../harness/machine/end.ts';
import { asItIsHere, type HostView } from '../../../harness/machine/host.ts';
import { MACHINES } from '../../../harness/machine/machines.ts';
import { DETAIL_LIMIT, type JudgeInput, judge } from '../../../harness/verdict/judge.ts';
import { MAX } from './max.ts';

const FOLDER = new URL('../../fixtures/console/', import.meta.url);

const PLAN = [
  { suite: 'control', case: 'missing_landing_pad_traps' },
  { suite: 'control', case: 'unguarded_page_does_not_trap' },
  { suite: 'dispatch', case: 'first_target' },
  { suite: 'dispatch', case: 'null_target' },
];

/** The short names by which the table below speaks of the planned cases. */
const SHORT: Record<string, string> = {
  missing_landing_pad_traps: 'pad',
  unguarded_page_does_not_trap: 'page',
  first_target: 'first',
  null_target: 'null',
};

function eventsOf(log: string) {
  return parseLines(
    readFileSync(new URL(`${log}.log`, FOLDER), 'utf8')
      .replace(/\n$/, '')
      .split('\n'),
  );
}

function input(events: JudgeInput['events'], more: Partial<JudgeInput> = {}): JudgeInput {
  return {
    plan: PLAN,
    events,
    runId: 'r1',
    base: 0xffff800080000000n,
    machine: MAX,
    expectation: { xfail: [], instructions: {} },
    end: { kind: 'poweroff' },
    ...more,
  };
}

function findResult(results: CaseResult[], name: string): CaseResult {
  const found = results.find((result) => result.case === name);
  if (!found) throw new Error(`no result ${name}`);
  return found;
}

interface Row {
  log: string;
  end?: BootEnd;
  /** Cases that do not pass: "verdict: reason". */
  cases?: Record<string, string>;
  /** Every problem with the protocol, in order; none: `bench.console` passes. */
  problems?: string[];
}

const IDLE: BootEnd = {
  kind: 'timeout',
  seconds: 20,
  idle: true,
  diagnosis: ['cpu0: pc=0xffff000000081010'],
};
const NO_CPU = 'qemu-system-aarch64: warning: hm\nqemu-system-aarch64: unable to find CPU model';

function every(text: string): Record<string, string> {
  return Object.fromEntries(Object.values(SHORT).map((name) => [name, text]));
}

const ROWS: Row[] = [
  { log: 'good' },
  { log: 'firmware-and-free-text' },
  {
    log: 'fail',
    cases: { first: 'fail: guest/cases/dispatch.c:41: static_call(k)(1): expected 0x2, got 0x3' },
  },
  {
    log: 'skip-and-xfail',
    cases: { page: 'skip: the CPU has no BTI', first: 'xfail: known: #42', null: 'skip: no NULL here' },
  },
  {
    log: 'control-fails',
    cases: {
      pad: 'error: the bench cannot see what it claims to see: guest/cases/control.c:20: expected a Branch Target exception, got none',
      page: 'error: no unguarded page',
    },
  },
  {
    log: 'fault',
    cases: {
      first: 'fail: unexpected Branch Target exception with BTYPE 2 (esr=0x36000002, elr=0xffff000000081010)',
      null: 'error: hung for 2 s',
    },
  },
  {
    log: 'fault-in-the-guests-words',
    cases: {
      first: 'fail: unexpected Branch Target exception with BTYPE 2 (esr=0x36000002, elr=0xffff000000081010)',
      null: 'error: hung for 2 s',
    },
  },

  // silence, in all its forms
  {
    log: 'silent',
    cases: every('error: never reported: the guest powered off early'),
    problems: [
      'the guest powered off early',
      'the boot line never came',
      'nothing ran: none of 2 cases was judged',
    ],
  },
  {
    log: 'silent',
    end: IDLE,
    cases: every('error: never reported: timed out after 20 s without output'),
    problems: [
      'timed out after 20 s without output',
      'the boot line never came',
      'nothing ran: none of 2 cases was judged',
    ],
  },
  {
    log: 'silent',
    end: { kind: 'exit', code: 1, stderr: NO_CPU },
    cases: every(
      'error: never reported: QEMU exited with code 1: qemu-system-aarch64: unable to find CPU model',
    ),
    problems: [
      'QEMU exited with code 1: qemu-system-aarch64: unable to find CPU model',
      'the boot line never came',
      'nothing ran: none of 2 cases was judged',
    ],
  },
  {
    log: 'silent',
    end: { kind: 'reset' },
    cases: every('error: never reported: the guest reset'),
    problems: ['the guest reset', 'the boot line never came', 'nothing ran: none of 2 cases was judged'],
  },
  {
    log: 'boot-line-only',
    end: { kind: 'signal', signal: 'SIGKILL', stderr: '' },
    cases: every('error: never reported: QEMU was killed by SIGKILL'),
    problems: [
      'QEMU was killed by SIGKILL',
      'the end line never came',
      'nothing ran: none of 2 cases was judged',
    ],
  },
  {
    log: 'hang-after-one-pass',
    end: IDLE,
    cases: {
      page: 'error: began, but never ended: timed out after 20 s without output, in this case',
      first:
        'error: never reported: timed out after 20 s without output, in control.unguarded_page_does_not_trap',
      null: 'error: never reported: timed out after 20 s without output, in control.unguarded_page_does_not_trap',
    },
    problems: [
      'timed out after 20 s without output, in control.unguarded_page_does_not_trap',
      'the end line never came',
      'nothing ran: none of 2 cases was judged',
    ],
  },
  {
    log: 'hang-between-cases',
    end: { ...IDLE, seconds: 60, idle: false },
    cases: { null: 'error: never reported: timed out after 60 s in all' },
    problems: ['timed out after 60 s in all', 'the end line never came'],
  },
  {
    log: 'hang-between-cases',
    end: { kind: 'flood', bytes: 16777217 },
    cases: { null: 'error: never reported: stopped after 16777217 bytes of output' },
    problems: [
      'stopped after 16777217 bytes of output',
      'the end line never came',
      'both ends of what was printed are in console-head.log and console-tail.log',
    ],
  },
  {
    log: 'hang-between-cases',
    end: { kind: 'interrupted', signal: 'SIGINT' },
    cases: { null: 'error: never reported: interrupted by SIGINT' },
    problems: ['interrupted by SIGINT', 'the end line never came'],
  },
  {
    log: 'early-power-off',
    cases: { null: 'error: began, but never ended: the guest powered off early, in this case' },
    problems: ['the guest powered off early', 'the end line never came'],
  },
  {
    log: 'no-end-line',
    problems: ['the guest powered off early', 'the end line never came'],
  },
  {
    log: 'panic',
    cases: {
      first:
        "error: began, but never ended: the guest's kernel gave up: no memory for page tables, in this case",
      null: "error: never reported: the guest's kernel gave up: no memory for page tables, in dispatch.first_target",
    },
    problems: [
      "the guest's kernel gave up, in dispatch.first_target: no memory for page tables",
      'the end line never came',
      'nothing ran: none of 2 cases was judged',
    ],
  },

  // a good end is no excuse
  { log: 'good', end: IDLE, problems: ['after the end line: timed out after 20 s without output'] },
  { log: 'good', end: { kind: 'reset' }, problems: ['after the end line: the guest reset'] },
  {
    log: 'good',
    end: { kind: 'exit', code: 3, stderr: '' },
    problems: ['after the end line: QEMU exited with code 3'],
  },
  {
    log: 'bytes-after-end',
    problems: ['bytes after the end line: "ok 3 smuggled"', 'bytes after the end line: ""'],
  },

  // another boot than ours
  {
    log: 'reset',
    cases: {
      first: 'error: began, but never ended: the guest reset, in this case',
      null: 'error: never reported: the guest reset, in dispatch.first_target',
    },
    problems: [
      'the guest reset and booted a second time, in dispatch.first_target',
      'nothing ran: none of 2 cases was judged',
    ],
  },
  {
    log: 'reset-in-mid-line',
    end: { kind: 'reset' },
    cases: {
      first: 'error: began, but never ended: the guest reset, in this case',
      null: 'error: never reported: the guest reset, in dispatch.first_target',
    },
    problems: [
      'the guest reset, in dispatch.first_target',
      'the guest reset and booted a second time, in dispatch.first_target',
      'nothing ran: none of 2 cases was judged',
    ],
  },
  {
    log: 'wrong-run-id',
    problems: [
      'the boot line\'s run id is "r0", not r1: this is not the boot that sct started',
      'the end line\'s run id is "r0", not r1: this is not the boot that sct started',
    ],
  },
  {
    log: 'no-run-id',
    problems: ['the boot line carries no run id; expected r1', 'the end line carries no run id; expected r1'],
  },
  {
    log: 'no-boot-line',
    problems: ['a "plan" line came before the boot line', 'the boot line never came'],
  },
  {
    log: 'other-cpu',
    problems: [
      'the guest says midr=0x411fd070, but machine max is a CPU with midr=0xf0510 (variant and revision aside)',
      'the guest says bti=0, but machine max has bti=1',
      'the guest says pac=0, but machine max has pac=1',
      'the guest says entry-el=2, but machine max has entry-el=1',
      'the guest says el=2, but machine max has el=1',
      'the guest says page=64, but machine max has page=4',
      'the guest says base=0xffffa00080000000, but machine max has base=0xffff800080000000',
    ],
  },

  // results that nobody may believe
  {
    log: 'ok-by-hand',
    cases: { null: 'error: reported, but never began' },
    problems: ['dispatch.null_target: reported, but never began'],
  },
  {
    log: 'ok-by-hand-in-another-case',
    cases: { null: 'error: reported, but never began' },
    problems: ['dispatch.null_target: reported, but never began'],
  },
  {
    log: 'result-at-the-left-edge',
    cases: { first: 'error: began, but never ended' },
    problems: [
      'a result for suite "first_target", but suite dispatch is running',
      'dispatch.first_target: began, but never ended',
      'result 2 (null_target) in suite dispatch is out of order; expected 1',
      'the end line counts 4 cases; 3 were reported',
    ],
  },
  {
    log: 'result-too-deep',
    problems: [
      'a line that is none of the protocol, in dispatch.first_target: "        not ok 1 first_target"',
    ],
  },
  {
    log: 'repeated-case',
    cases: { first: 'error: began twice' },
    problems: ['dispatch.first_target: began twice', 'dispatch.first_target: reported twice'],
  },
  {
    log: 'repeated-result',
    cases: { first: 'error: reported twice' },
    problems: [
      'result 1 (first_target) in suite dispatch is out of order; expected 2',
      'dispatch.first_target: reported twice',
      'the end line counts 4 cases; 5 were reported',
    ],
  },
  {
    log: 'begin-twice',
    cases: { first: 'error: began, but never ended' },
    problems: ['dispatch.first_target: began, but never ended', 'dispatch.first_target: began twice'],
  },
  {
    log: 'begin-without-result',
    cases: { first: 'error: began, but never ended' },
    problems: ['dispatch.first_target: began, but never ended'],
  },
  {
    log: 'unknown-case',
    problems: ['unknown case "dispatch.secret" begins', 'a result for an unknown case: "dispatch.secret"'],
  },
  {
    log: 'unknown-suite',
    cases: { first: 'error: never reported', null: 'error: never reported' },
    problems: [
      'unknown suite "despatch"',
      'unknown case "despatch.first_target" begins',
      'a result for an unknown case: "despatch.first_target"',
      'unknown case "despatch.null_target" begins',
      'a result for an unknown case: "despatch.null_target"',
      'nothing ran: none of 2 cases was judged',
    ],
  },
  {
    log: 'result-for-another-suite',
    problems: [
      'a result for suite "control", but suite dispatch is running',
      'the end line came before suite dispatch was closed',
    ],
  },
  {
    log: 'missing-case',
    cases: { null: 'error: never reported' },
    problems: ['suite dispatch announces 1 cases; planned: 2'],
  },
  {
    log: 'missing-suite',
    cases: { first: 'error: never reported', null: 'error: never reported' },
    problems: ['the guest announces 1 suites; planned: 2', 'nothing ran: none of 2 cases was judged'],
  },
  {
    log: 'numbers-out-of-order',
    problems: [
      'result 2 (first_target) in suite dispatch is out of order; expected 1',
      'result 1 (null_target) in suite dispatch is out of order; expected 3',
    ],
  },
  { log: 'wrong-count-at-end', problems: ['the end line counts 3 cases; 4 were reported'] },
  {
    log: 'suite-says-ok',
    cases: { first: 'fail: guest/cases/dispatch.c:41: static_call(k)(1): expected 0x2, got 0x3' },
    problems: ['suite dispatch says "ok", but 1 of its cases are "not ok"'],
  },
  {
    log: 'suite-says-not-ok',
    problems: ['suite dispatch says "not ok", but 0 of its cases are "not ok"'],
  },
  {
    log: 'suite-not-closed',
    problems: ['suite dispatch begins before suite control was closed'],
  },
  {
    log: 'suite-twice',
    problems: ['suite dispatch begins a second time'],
  },
  {
    log: 'suite-numbers-out-of-order',
    problems: ['suite result 3 (dispatch) is out of order; expected 2'],
  },
  {
    log: 'case-of-another-suite',
    cases: { null: 'error: reported, but never began' },
    problems: [
      'control.null_target begins in suite dispatch',
      'unknown case "control.null_target" begins',
      'dispatch.null_target: reported, but never began',
      'control.null_target: began, but never ended',
    ],
  },
  {
    log: 'result-outside-any-suite',
    cases: { null: 'error: began, but never ended' },
    problems: [
      'dispatch.null_target: began, but never ended',
      'a result for an unknown case: "(no suite).null_target"',
    ],
  },
  {
    log: 'ok-in-spite-of-fail',
    cases: {
      first:
        'error: reported pass in spite of: guest/cases/dispatch.c:41: static_call(k)(1): expected 0x2, got 0x3',
    },
  },
  {
    log: 'skip-in-spite-of-fail',
    cases: {
      first:
        'error: reported skip in spite of: guest/cases/dispatch.c:41: static_call(k)(1): expected 0x2, got 0x3',
    },
  },
  {
    log: 'contradicting-words',
    cases: {
      first: 'error: "not ok" contradicts "# SKIP not today"',
      null: 'error: reported skip without a reason',
    },
    problems: [
      'suite dispatch says "ok", but 1 of its cases are "not ok"',
      'nothing ran: none of 2 cases was judged',
    ],
  },
  {
    log: 'all-skipped',
    cases: { first: 'skip: no keys', null: 'skip: no keys' },
    problems: ['nothing ran: none of 2 cases was judged'],
  },
  {
    log: 'noise',
    problems: [
      'a line that is none of the protocol: "lost bytes ��"',
      'a line that is none of the protocol, in dispatch.first_target: "    # metric instructions many instructions"',
      'metric "late" outside any case',
      'samples "late" outside any case',
      'outside any case: fail late.c:1: too late',
      'outside any case: unexpected undefined instruction (esr=0x0, elr=0x10)',
    ],
  },
];

test.each(ROWS)('$log, $end.kind', async ({ log, end, cases = {}, problems = [] }) => {
  const { results } = await judge(input(eventsOf(log), end ? { end } : {}));
  const bad = results.filter(({ suite, verdict }) => suite !== 'bench' && verdict !== 'pass');
  expect(results.map((result) => result.case)).toEqual([...Object.keys(SHORT), 'console']);
  expect(Object.fromEntries(bad.map((r) => [SHORT[r.case], `${r.verdict}: ${r.reason}`]))).toEqual(cases);

  const last = findResult(results, 'console');
  const told = last.details.filter((line) => !line.startsWith('QEMU: ') && !line.startsWith('cpu0: '));
  expect(last.verdict === 'pass' ? [] : [last.reason, ...told]).toEqual(problems);
});

test.each<[string, BootEnd, Record<string, string>]>([
  ['good', { kind: 'poweroff' }, {}],
  ['fail', { kind: 'poweroff' }, {}],
  ['fault', { kind: 'poweroff' }, { null_target: 'hang' }],
  [
    'hang-after-one-pass',
    IDLE,
    {
      unguarded_page_does_not_trap: 'hang',
      first_target: 'unreported',
      null_target: 'unreported',
      console: 'hang',
    },
  ],
  ['panic', { kind: 'poweroff' }, { first_target: 'crash', null_target: 'unreported', console: 'crash' }],
  ['reset', { kind: 'reset' }, { first_target: 'crash', null_target: 'unreported', console: 'crash' }],
])('%s, $kind: what cut which case short', async (log, end, cut) => {
  const { results } = await judge(input(eventsOf(log), { end }));
  expect(Object.fromEntries(results.flatMap((one) => (one.cut ? [[one.case, one.cut]] : [])))).toEqual(cut);
});

test('no log lies about unused', () => {
  const logs = readdirSync(FOLDER).map((file) => file.replace(/\.log$/, ''));
  expect(logs.sort()).toEqual([...new Set(ROWS.map(({ log }) => log))].sort());
});

describe('what a boot could break, line by line', () => {
  const lines = readFileSync(new URL('good.log', FOLDER), 'utf8').trimEnd().split('\n');
  // KTAP version lines are for other readers: this one does without them.
  const vital = lines
    .map((line, index) => ({ line, index }))
    .filter(({ line }) => !line.endsWith('KTAP version 1'));

  test.each(vital)('without line $index, "$line", it is no pass', async ({ index }) => {
    const { results } = await judge(input(parseLines(lines.filter((_, each) => each !== index))));
    expect(results.some(({ verdict }) => verdict === 'error')).toBe(true);
  });

  test.each(vital)('with line $index, "$line", twice, it is no pass', async ({ line, index }) => {
    const { results } = await judge(
      input(parseLines([...lines.slice(0, index), line, ...lines.slice(index)])),
    );
    expect(results.some(({ verdict }) => verdict === 'error')).toBe(true);
  });

  test.each(vital)('cut after line $index, "$line", it passes only when whole', async ({ index }) => {
    const { results } = await judge(input(parseLines(lines.slice(0, index + 1))));
    expect(results.some(({ verdict }) => verdict === 'error')).toBe(index < lines.length - 1);
  });
});

describe('known defects', () => {
  const expectation = { xfail: [{ case: 'dispatch.first_target', reason: 'by design' }], instructions: {} };

  test.each([
    ['fail', 'xfail', 'by design'],
    ['good', 'fail', 'expected to fail (by design), but passed: remove it from the known defects'],
    ['all-skipped', 'skip', 'no keys'],
    [
      'ok-by-hand-in-another-case',
      'fail',
      'expected to fail (by design), but passed: remove it from the known defects',
    ],
    ['repeated-result', 'error', 'reported twice'],
  ])('%s: %s', async (log, verdict, reason) => {
    const { results } = await judge(input(eventsOf(log), { expectation }));
    expect(findResult(results, 'first_target')).toMatchObject({ verdict, reason });
  });

  test('an xfail says what it failed with', async () => {
    const { results } = await judge(input(eventsOf('fail'), { expectation }));
    expect(findResult(results, 'first_target').details[0]).toMatch(
      /^fails with: guest\/cases\/dispatch\.c:41/,
    );
  });

  test('do not excuse a control', async () => {
    const xfail = [{ case: 'control.missing_landing_pad_traps', reason: 'by design' }];
    const { results } = await judge(
      input(eventsOf('control-fails'), { expectation: { xfail, instructions: {} } }),
    );
    expect(findResult(results, 'missing_landing_pad_traps').verdict).toBe('error');
  });
});

test('the cost of a call is judged where the clock counts instructions', async () => {
  const events = parseLines([
    '# sct boot run=r1 midr=0x000f0510 entry-el=1 el=1 page=4 bti=1 pac=1 base=0xffff800080000000',
    '1..1',
    '    # Subtest: cost',
    '    1..1',
    '    # begin cost.tramp',
    '    # metric instructions 9 instructions',
    '    ok 1 tramp',
    'ok 1 cost',
    '# sct end run=r1 cases=1',
  ]);
  const { results } = await judge({
    ...input(events, { plan: [{ suite: 'cost', case: 'tramp' }] }),
    machine: { ...MAX, name: 'max-icount', clock: 'icount' },
    expectation: { xfail: [], instructions: { tramp: 8 } },
    witness: { tramp: 9 },
  });
  expect(results.map(({ verdict }) => verdict)).toEqual(['fail', 'pass']);
});

describe('what a report shows', () => {
  test('a fault with its registers', async () => {
    const { results } = await judge(input(eventsOf('fault')));
    expect(findResult(results, 'first_target').details).toEqual([
      'fault kind=sync esr=0x36000002 elr=0xffff000000081010 far=0x0 spsr=0x80000805',
      'regs x0=0x1 x30=0xffff000000082000',
    ]);
  });

  test('a hang with registers and the last lines, in the case that hung', async () => {
    const tail = ['    about to branch'];
    const { results } = await judge(input(eventsOf('hang-after-one-pass'), { end: IDLE, tail }));
    expect(findResult(results, 'unguarded_page_does_not_trap').details).toEqual([
      'about to branch',
      'cpu0: pc=0xffff000000081010',
      'last lines of the console:',
      '      about to branch',
    ]);
    expect(findResult(results, 'console').details).not.toContain('cpu0: pc=0xffff000000081010');
  });

  test("QEMU's own words when it never came to a boot", async () => {
    const end: BootEnd = { kind: 'exit', code: 1, stderr: NO_CPU };
    const { results } = await judge(input([], { end }));
    expect(findResult(results, 'console').details).toContain(
      'QEMU: qemu-system-aarch64: unable to find CPU model',
    );
  });

  // The samples are 4 2 8 6; quartiles between two samples are interpolated, so 3.5 and 6.5.
  test('samples as median and spread', async () => {
    const { results } = await judge(input(eventsOf('firmware-and-free-text')));
    expect(findResult(results, 'first_target').metrics).toEqual([
      { name: 'calls', value: 2, unit: 'calls' },
      { name: 'cntvct.median', value: 5, unit: 'ticks' },
      { name: 'cntvct.spread', value: 3, unit: 'ticks' },
    ]);
  });

  test('no more lines than anybody reads, the first and the last of them', async () => {
    const events = eventsOf('fail');
    const at = events.findIndex((event) => event.kind === 'detail');
    const many = Array.from({ length: 500 }, (_, index) => ({
      kind: 'detail' as const,
      text: `line ${index}`,
    }));
    const { results } = await judge(input([...events.slice(0, at), ...many, ...events.slice(at)]));
    const { details } = findResult(results, 'first_target');
    expect(details).toHaveLength(DETAIL_LIMIT);
    expect(details[0]).toBe('line 0');
    expect(details.at(-1)).toMatch(/^fail /);
    expect(details[DETAIL_LIMIT / 2]).toBe('… 443 lines left out; all are in serial.log');
  });
});

describe('a cell in which nothing ran', () => {
  test('an empty plan', async () => {
    const lines = [
      '# sct boot run=r1 midr=0x000f0510 entry-el=1 el=1 page=4 bti=1 pac=1 base=0xffff800080000000',
      'KTAP version 1',
      '1..0',
      '# sct end run=r1 cases=0',
    ];
    const { results } = await judge(input(parseLines(lines), { plan: [] }));
    expect(results).toMatchObject([
      { case: 'console', verdict: 'error', reason: 'nothing ran: the plan is empty' },
    ]);
  });

  test('controls alone are enough when only controls were asked for', async () => {
    const events = parseLines([
      '# sct boot run=r1 midr=0x000f0510 entry-el=1 el=1 page=4 bti=1 pac=1 base=0xffff800080000000',
      '1..1',
      '    # Subtest: control',
      '    1..1',
      '    # begin control.missing_landing_pad_traps',
      '    ok 1 missing_landing_pad_traps',
      'ok 1 control',
      '# sct end run=r1 cases=1',
    ]);
    const { results } = await judge(input(events, { plan: PLAN.slice(0, 1) }));
    expect(results.map(({ verdict }) => verdict)).toEqual(['pass', 'pass']);
  });
});

describe('a process', () => {
  const PROCESS = { ...MAX, name: 'process', build: { ...MAX.build, runtime: 'process' } } as const;
  /** A console as a process prints it. */
  const printed = (log: string) =>
    parseLines(
      readFileSync(new URL(`${log}.log`, FOLDER), 'utf8')
        .trimEnd()
        .replace('entry-el=1 el=1 page=4', 'kind=process page=16')
        .split('\n'),
    );
  const problemsOf = async (log: string, end: BootEnd) => {
    const { results } = await judge(input(printed(log), { machine: PROCESS, end }));
    const { verdict, reason, details } = findResult(results, 'console');
    return verdict === 'pass' ? [] : [reason, ...details];
  };

  test.for([
    ['good', 0, []],
    ['good', 1, ['it left with exit code 1, but what it printed means 0']],
    ['good', 4, ['it left with exit code 4, but what it printed means 0']],
    ['fail', 1, []],
    ['fail', 0, ['it left with exit code 0, but what it printed means 1']],
    ['control-fails', 0, ['it left with exit code 0, but what it printed means 4']],
  ] as const)('%s, exit code %i', async ([log, code, problems]) => {
    const said = await problemsOf(log, { kind: 'poweroff', code });
    expect(said.filter((line) => line.includes('exit code'))).toEqual(problems);
  });

  test('that ends early with a good exit code is no pass', async () => {
    const [problem] = await problemsOf('early-power-off', { kind: 'poweroff', code: 0 });
    expect(problem).toMatch(/^the process ended early, with exit code 0/);
  });

  test('that is killed, or leaves with another code, is told as that', async () => {
    const process = true as const;
    const killed = { kind: 'signal', signal: 'SIGSEGV', stderr: '', process } as const;
    expect((await problemsOf('no-end-line', killed))[0]).toMatch(/^the process was killed by SIGSEGV/);
    const left = { kind: 'exit', code: 2, stderr: 'no memory', process } as const;
    expect((await problemsOf('good', left))[0]).toMatch(
      /^after the end line: the process exited with code 2: no memory/,
    );
  });

  test('is no guest kernel, and no guest kernel is one', async () => {
    const kernel = await judge(input(eventsOf('good'), { machine: PROCESS }));
    expect(findResult(kernel.results, 'console').reason).toMatch(/the boot line says no kind/);
    const process = await judge(input(printed('good')));
    expect(findResult(process.results, 'console').reason).toMatch(/the boot line says no entry-el/);
  });
});

describe("on the host's own CPU the guest is held against the host's kernel", () => {
  const kvm = MACHINES.find(({ name }) => name === 'kvm') ?? expect.fail('no kvm');
  const problemsOn = async (features: string, midr: string) => {
    const host: HostView = {
      arch: 'arm64',
      kvm: { usable: true },
      cpuinfo: `Features\t: fp asimd ${features}\n`,
      midrs: [midr],
    };
    const { results } = await judge(input(eventsOf('good'), { machine: asItIsHere(kvm, () => host) }));
    const { verdict, reason, details } = findResult(results, 'console');
    return verdict === 'pass' ? [] : [reason, ...details].slice(0, 1);
  };
  // The boot line of that log has midr=0x000f0510, bti=1 and pac=1.
  test.each([
    ['the same', 'paca bti', '0x00000000000f0510', []],
    ['another stepping of it', 'paca bti', '0x00000000001f0513', []],
    [
      'another CPU',
      'paca bti',
      '0x00000000410fd490',
      [
        "the guest says midr=0x000f0510, but this host's kernel says midr=0x410fd490 (variant and revision aside)",
      ],
    ],
    [
      'a kernel that hides BTI',
      'paca',
      '0x00000000000f0510',
      ["the guest says bti=1, but this host's kernel says bti=0"],
    ],
    ['or PAC', 'bti', '0x00000000000f0510', ["the guest says pac=1, but this host's kernel says pac=0"]],
  ])('%s', async (_, features, midr, problems) => {
    expect(await problemsOn(features, midr)).toEqual(problems);
  });
});
