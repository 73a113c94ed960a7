// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { format } from '../../../../harness/report/formats/markdown.ts';
import { causesOf } from '../../../../harness/verdict/causes/causes.ts';
import { cell, result, SAMPLE } from '../sample.ts';

test('after a pass: cells, costs, known defects', () => {
  const cells = SAMPLE.cells.filter(({ verdict }) => verdict === 'pass');
  const text = format({ verdict: 'pass', cells, notes: ['a note'] });
  expect(text).toMatch(/^static calls: \*\*PASS\*\*\n/);
  expect(text).toMatch(/\| v7 +\| max-icount +\| pass +\| 3 pass +\|/);
  expect(text).toMatch(/\| tramp +\| +8 +\||\| tramp +\| 8 +\|/);
  expect(text).toContain('- XFAIL `abi.adrp` (v7 on host)');
  expect(text).toContain('- a note');
});

test('after a failure: what is behind it, and what made the report', () => {
  const selector = ['--tree', '/home/u/linux'];
  const bad = result('dispatch', 'first', {
    verdict: 'fail',
    reason: 'dispatch.c:41: expected 0x2, got 0x3; elr: f (subject/arch/arm64/kernel/static_call.c:14)',
    details: ['warn /home/u/linux/arch/arm64/kernel/static_call.c:22', 'regs x0=0x1'],
  });
  const cells = [cell('max', [bad], { selector, verdict: 'fail' }), cell('max-el2', [result('s', 'c')])];
  const causes = causesOf(cells).map((cause) => ({
    ...cause,
    evidence: {
      why: 'Because.',
      source: { file: '/home/u/linux/arch/arm64/kernel/static_call.c', line: 14, text: 'x = 1;' },
      code: { symbol: '__SCT__a', lines: [{ text: 'nop', marked: true }] },
    },
  }));
  const provenance = {
    tools: [{ name: 'QEMU', version: '7.2' }],
    subjects: [{ name: 'v7', files: [{ path: 'arch/arm64/kernel/static_call.c', sha256: 'ab'.repeat(32) }] }],
  };
  const text = format({ verdict: 'fail', cells, notes: ['a note'], causes, provenance });
  expect(text).toBe(`static calls: **FAIL**: dispatch.first

**dispatch.first**: dispatch.first fails; 1 case, v7 on max

- \`dispatch.first\` on max: dispatch.c:41: expected 0x2, got 0x3; elr: f (arch/arm64/kernel/static_call.c:14)
- why: Because.

      warn arch/arm64/kernel/static_call.c:22
      __SCT__a:
      > nop
      arch/arm64/kernel/static_call.c:14: x = 1;

2 cells, 1 of them pass: 1 pass, 1 fail

QEMU 7.2; v7: static_call.c sha256 abababababababab
`);
});

test('a reason with a bar or a line break stays in its line', () => {
  const odd = result('s', 'c', { verdict: 'fail', reason: 'a | b\n# c', details: [] });
  const text = format({ verdict: 'fail', cells: [cell('max', [odd])], notes: [] });
  expect(text).toContain('a \\| b # c');
});

test('nothing of the machine it ran on', () => {
  expect(format(SAMPLE)).not.toContain('/tmp/');
});
