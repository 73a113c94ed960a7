// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { CaseResult, CellResult, RunReport } from '../../../../harness/base/verdict.ts';
import { format as annotations } from '../../../../harness/report/formats/annotations.ts';
import { format as terse } from '../../../../harness/report/formats/terse.ts';
import { causesOf } from '../../../../harness/verdict/causes/causes.ts';
import { cell, result, SAMPLE } from '../sample.ts';

const selector = ['--tree', '/home/u/linux'];

function reportOf(results: CaseResult[], verdict: CellResult['verdict'] = 'fail'): RunReport {
  return { verdict, cells: [cell('max', results, { selector, verdict })], notes: [] };
}

const bad = (more: Partial<CaseResult> = {}) =>
  result('dispatch', 'first', { verdict: 'fail', reason: 'expected 0x2, got 0x3', ...more });

test('nothing of what passes', () => {
  const report = reportOf(
    [result('s', 'c'), result('s', 'x', { verdict: 'xfail', reason: 'known' })],
    'pass',
  );
  expect([terse(report), annotations(report)]).toEqual(['', '']);
});

test('a line for each cause, with the line of the file by its path in a kernel tree', () => {
  const report = reportOf([bad()]);
  const causes = causesOf(report.cells).map((cause) => ({
    ...cause,
    evidence: { source: { file: '/home/u/linux/arch/arm64/kernel/static_call.c', line: 14, text: 'x = 1;' } },
  }));
  expect(terse({ ...report, causes })).toBe(
    'arch/arm64/kernel/static_call.c:14: ERROR: dispatch.first: dispatch.first fails (1 case on max)\n',
  );
  expect(annotations({ ...report, causes })).toBe(
    '::error file=arch/arm64/kernel/static_call.c,line=14,title=static calls%3A dispatch.first::dispatch.first fails (1 case on max)\n',
  );
});

test('what does not compile stands where the compiler saw it', () => {
  const reason = "subject/arch/arm64/include/asm/static_call.h:12:3: error: expected ';'";
  const report = reportOf([result('build', 'compile', { verdict: 'fail', reason })]);
  expect(terse(report)).toMatch(/^arch\/arm64\/include\/asm\/static_call\.h:12: ERROR: /);
});

test('only a fail of the subject is an error: b4 looks for that word', () => {
  const lacks = reportOf(
    [result('build', 'compile', { verdict: 'skip', reason: 'it uses smp_wmb()' })],
    'unjudged',
  );
  expect(terse(lacks)).toMatch(/^WARNING: not judged: .*smp_wmb\(\)/);
  const errs = reportOf([result('control', 'trap', { verdict: 'error', reason: 'QEMU died' })], 'error');
  expect(terse(errs)).toMatch(/^WARNING: error of the bench: .*QEMU died/);
  expect(terse(errs) + terse(lacks)).not.toContain('ERROR:');
});

test('whatever a guest prints, a cause stays one line, and begins no other command', () => {
  const report = reportOf([bad({ reason: 'a\n::error::b\r\n%0A' })]);
  for (const text of [terse(report), annotations(report)]) expect(text.split('\n')).toHaveLength(2);
  expect(annotations(SAMPLE)).not.toMatch(/^(?!::(?:error|warning) )./m);
});
