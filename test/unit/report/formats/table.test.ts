// SPDX-License-Identifier: GPL-2.0-only
import { stripVTControlCharacters } from 'node:util';
import { expect, test } from 'vitest';
import type { CaseResult, Cause, RunReport } from '../../../../harness/base/verdict.ts';
import { SCREEN } from '../../../../harness/report/answer.ts';
import { format } from '../../../../harness/report/formats/table.ts';
import { causesOf } from '../../../../harness/verdict/causes/causes.ts';
import { cell, result, SAMPLE } from '../sample.ts';

async function plain(report: RunReport): Promise<string> {
  return stripVTControlCharacters(await format(report));
}

const fails = (name: string, more: Partial<CaseResult> = {}) =>
  result('s', name, {
    verdict: 'fail',
    reason: `s.c:${name.length}: ${name}: expected 0x1, got 0x2`,
    ...more,
  });

/** A report whose causes have what the first of these shows. */
function withEvidence(report: RunReport, evidence: NonNullable<Cause['evidence']>): RunReport {
  const causes = causesOf(report.cells).map((cause) => ({ ...cause, evidence }));
  return { ...report, causes };
}

test('a failing run, in full', async () => {
  const landing = result('abi', 'landing_pad', {
    verdict: 'fail',
    reason: '__SCT__a: expected bti c, got nop',
  });
  const lands = result('bti', 'blr', {
    verdict: 'fail',
    reason: 'unexpected Branch Target exception with BTYPE 2 (esr=0x36000002, elr=0x90); elr: __SCT__a',
    details: ['fault kind=sync esr=0x36000002 elr=0x90 btype=2', 'elr: __SCT__a', 'regs x0=0x1'],
  });
  const selector = ['--tree', '/home/u/linux'];
  const cells = [
    cell('host', [landing], { verdict: 'fail', argv: [], selector }),
    cell('max', [lands, { ...lands, case: 'veneer' }, result('s', 'c')], {
      verdict: 'fail',
      folder: '/tmp/run/v7@max',
      selector,
    }),
    cell('max-el2', [result('s', 'c')], { selector }),
  ];
  const report = withEvidence(
    { verdict: 'fail', cells, notes: ['one\nnote', 'two', 'three', 'four'] },
    {
      why: 'Because.',
      source: { file: '/home/u/linux/arch/arm64/include/asm/static_call.h', line: 12, text: '"nop\\n"' },
      code: {
        symbol: '__SCT__a',
        lines: [
          { text: 'nop', marked: true },
          { text: 'br x16', marked: false },
        ],
      },
    },
  );
  expect(await plain(report)).toBe(`\
FAIL no landing pad: 3 cases, v7 on host, max
  a trampoline does not begin with a landing pad: under BTI it cannot be called by its address

  abi.landing_pad on host
    why: Because.
    got: __SCT__a: expected bti c, got nop
  bti.blr on max
    got: unexpected Branch Target exception with BTYPE 2 (esr=0x36000002, elr=0x90); elr: __SCT__a
  and 1 more behind it: 1 of bti
  __SCT__a:
   > nop
     br x16
  /home/u/linux/arch/arm64/include/asm/static_call.h:12
      "nop\\n"
  again: npx sct run --tree /home/u/linux --machine host --case abi.landing_pad --keep
  in gdb: npx sct debug --tree /home/u/linux --machine max --suite bti --case bti.blr --fault

fail  v7 on host: 1 fail
fail  v7 on max: 1 pass, 2 fail
pass  v7 on max-el2
note: one note
note: two
note: and 2 more: --verbose shows them
everything: /tmp/run/report.txt, logs and images beside it

FAIL 1 cause: no landing pad (3 cells: 2 pass, 3 fail)
`);
});

test('however much goes wrong, it fits a screen, and every cause is told or counted', async () => {
  for (const count of [1, 2, 3, 4, 7, 30, 300]) {
    const results = Array.from({ length: count }, (_, index) =>
      fails('x'.repeat(index + 1), { reason: `s.c:${index}: ${'words '.repeat(80)}` }),
    );
    const cells = ['a', 'b', 'c', 'd', 'e', 'f'].map((machine, index) =>
      cell(machine, results.slice(0, Math.max(1, count - index)), { verdict: 'fail' }),
    );
    const report = withEvidence(
      { verdict: 'fail', cells, notes: ['n', 'n', 'n'] },
      {
        why: 'why '.repeat(200),
        code: { symbol: '__SCT__a', lines: Array(30).fill({ text: 'nop', marked: false }) },
      },
    );
    const text = await plain(report);
    expect(text.split('\n').length - 1, text).toBeLessThanOrEqual(SCREEN);
    const told = text.match(/^FAIL s\./gm)?.length ?? 0;
    const more = Number(/^and (\d+) more causes?:/m.exec(text)?.[1] ?? 0);
    expect(told).toBeGreaterThan(0);
    expect(told + more).toBe(count);
  }
});

test.each([60, 80, 110, 160])(
  'a terminal of %i columns: only a command is longer than a line',
  async (width) => {
    const long = 'what is expected is far more than the line of a terminal can hold '.repeat(3).trim();
    const machines = ['max', 'max-el2', 'max-icount', 'max-icount4', 'max-smp2', 'max-kcfi', 'cortex-a57'];
    const cells = machines.map((machine) =>
      cell(machine, [fails('a', { reason: long }), fails('b', { reason: long })], {
        verdict: 'fail',
        folder: `/tmp/run/v7@${machine}`,
      }),
    );
    const report = withEvidence(
      { verdict: 'fail', cells: [...cells, cell('process', [])], notes: [long] },
      {
        why: long,
        source: { file: '/home/u/linux/static_call.h', line: 12, text: long },
        code: { symbol: '__SCT__a', lines: [{ text: long, marked: true }] },
      },
    );
    const text = stripVTControlCharacters(await format(report, { width }));
    const lines = text.trimEnd().split('\n');
    expect(
      lines.filter((line) => line.length > width && !/^ {2}(?:again|in gdb): /.test(line)),
      text,
    ).toEqual([]);
    const rows = lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(line.length / width)), 0);
    if (width >= 80) expect(rows, text).toBeLessThanOrEqual(SCREEN);
    // Nothing of the places and of the closing line is left out.
    expect(text.replace(/\s+/g, ' ')).toContain(`v7 on ${machines.join(', ')}`);
    expect(text).toMatch(/^FAIL 2 causes: s\.a/m);
  },
);

test('where there is no room for all of it, sentences are cut and nothing else', async () => {
  const long = 'what is expected is far more than the line of a terminal can hold '.repeat(6).trim();
  const lines = Array.from({ length: 8 }, () => ({ text: 'nop', marked: false }));
  const machines = Array.from({ length: 24 }, (_, nth) => `machine-number-${nth}`);
  const cells = machines.map((machine) => cell(machine, [fails('a', { reason: long })], { verdict: 'fail' }));
  const report = withEvidence(
    { verdict: 'fail', cells, notes: [long, long] },
    { why: long, code: { symbol: '__SCT__a', lines }, source: { file: 'a.h', line: 1, text: 'asm(' } },
  );
  const text = stripVTControlCharacters(await format(report, { width: 80 }));
  expect(text).toContain('why: ');
  expect(text.match(/^ {5}nop$/gm)).toHaveLength(8);
  expect(text).toContain('again: ');
  expect(text.match(/\bwhy: .*\n {4}got: .*…$/gm)).toHaveLength(1);
});

test('the closing line names the causes', async () => {
  const text = await plain({ verdict: 'fail', cells: [cell('max', [fails('a'), fails('bb')])], notes: [] });
  expect(text).toMatch(/\nFAIL 2 causes: s\.a; s\.bb \(1 cell: 2 fail\)\n$/);
});

test('cells that fail share a line or two, however differently they do', async () => {
  const failing = (machine: string, fails_: number, passes = 0) =>
    cell(
      machine,
      [
        ...Array.from({ length: fails_ }, (_, n) => fails('x'.repeat(n + 1), { reason: 'the same' })),
        ...Array.from({ length: passes }, (_, n) => result('t', `${n}`)),
      ],
      { verdict: 'fail' },
    );
  const few = [failing('a', 1), failing('b', 2), failing('c', 3), failing('d', 3)];
  const lines = async (cells: RunReport['cells']) =>
    (await plain({ verdict: 'fail', cells, notes: [] }))
      .split('\n')
      .filter((line) => /^(?:fail|pass) /.test(line));
  expect(await lines(few)).toEqual([
    'fail  v7 on a: 1 fail',
    'fail  v7 on b: 2 fail',
    'fail  v7 on c, d: 3 fail',
  ]);
  const many = [...few, failing('e', 3, 1), failing('f', 1), cell('g', [result('t', 'a')])];
  expect(await lines(many)).toEqual(['fail  v7, cases: 1 on a, f; 2 on b; 3 on c, d, e', 'pass  v7 on g']);
});

test('what this host was too busy to tell has a line, and is no cause beside one', async () => {
  const busy = { verdict: 'error', reason: 'this host was too busy to tell: x' } as const;
  const cells = [
    cell('max', [fails('one')], { verdict: 'fail' }),
    cell('max-smp2', [result('smp', 'a', busy), result('smp', 'b', busy), result('s', 'c')], {
      verdict: 'error',
    }),
  ];
  const lines = (await plain({ verdict: 'fail', cells, notes: [] })).trimEnd().split('\n');
  expect(lines.filter((line) => line.includes('too busy'))).toEqual([
    'ERROR this host was too busy to tell: 2 cases, v7 on max-smp2',
    'FAIL 1 cause: s.one; not known of 2, this host was too busy (2 cells: 1 pass, 1 fail, 2 error)',
  ]);
  const alone = await plain({ verdict: 'error', cells: cells.slice(1), notes: [] });
  expect(alone).toContain('did so much else that nobody knows what these cases come to');
  expect(alone.trimEnd().split('\n').at(-1)).toBe(
    'ERROR 1 cause: this host was too busy to tell (1 cell: 1 pass, 2 error)',
  );
});

test('what a guest prints does not reach the terminal as commands', async () => {
  const bad = fails('c', { reason: 'a\u001b]0;title\u0007b', details: ['\u001b[2Jgone'] });
  const text = await plain({ verdict: 'fail', cells: [cell('max', [bad])], notes: ['\u001b[1m'] });
  expect(text).toContain('    got: a\ufffd]0;title\ufffdb\n      \ufffd[2Jgone\n');
  expect(text).toContain('note: \ufffd[1m\n');
});

test('a file of a patched subject is called as in a kernel tree', async () => {
  const reason = 'fault; elr: f (subject/arch/arm64/kernel/static_call.c:14)';
  const selector = ['--tree', '/t', '--patch', '/p'];
  const text = await plain({
    verdict: 'fail',
    cells: [cell('max', [fails('c', { reason })], { selector })],
    notes: [],
  });
  expect(text).toContain('f (arch/arm64/kernel/static_call.c:14)');
});

test('where nothing failed, cells that came to the same share a line of 60 columns', async () => {
  const same = [
    'host',
    'max',
    'max-el2',
    'max-icount',
    'max-icount4',
    'max-smp2',
    'cortex-a57',
    'neoverse-n1',
  ];
  const passing = SAMPLE.cells.filter(({ verdict }) => verdict === 'pass');
  const cells = [...same.map((machine) => cell(machine, [result('s', 'c')])), ...passing];
  expect(await plain({ verdict: 'pass', cells, notes: ['n', 'm'] })).toBe(`\
pass  v7 on host, max, max-el2, max-icount, max-icount4,
      max-smp2, cortex-a57, neoverse-n1: 1 pass
pass  v7 on host: 1 xfail
pass  v7 on max-icount: 3 pass

instructions, not time: per call, exact, on max-icount
┌────────┬────┐
│ call   │ v7 │
├────────┼────┤
│ direct │  3 │
│ tramp  │  8 │
└────────┴────┘

known defects
  v7 on host: abi.adrp: 8-byte alignment (see #7)

note: n
note: m

PASS 10 cells, 12 cases: 11 pass, 1 xfail
`);
});

test('quiet: what went wrong, and the closing line', async () => {
  const quiet = async (report: RunReport) => stripVTControlCharacters(await format(report, { quiet: true }));
  expect(await quiet({ verdict: 'pass', cells: [cell('max', [result('s', 'c')])], notes: ['n'] })).toBe(
    'PASS 1 cell, 1 case: 1 pass\n',
  );
  const failing = [cell('max', [fails('a')], { verdict: 'fail' }), cell('max-el2', [result('s', 'c')])];
  const text = await quiet({ verdict: 'fail', cells: failing, notes: ['n'] });
  expect(text).toMatch(/^FAIL s\.a: 1 case, v7 on max\n/);
  expect(text).toMatch(/\nFAIL 1 cause: s\.a \(2 cells: 1 pass, 1 fail\)\n$/);
  expect(text).not.toMatch(/^note:|^pass /m);
});
