// SPDX-License-Identifier: GPL-2.0-only

import type { CaseResult, CellResult, RunReport } from '../../../harness/base/verdict.ts';

/** A result that passes, but for what is said otherwise. */
export function result(suite: string, name: string, more: Partial<CaseResult> = {}): CaseResult {
  return { suite, case: name, verdict: 'pass', reason: '', metrics: [], details: [], ...more };
}

/** A cell that passes, but for what is said otherwise. */
export function cell(machine: string, results: CaseResult[], more: Partial<CellResult> = {}): CellResult {
  return { subject: 'v7', machine, verdict: 'pass', argv: ['/usr/bin/qemu'], folder: null, results, ...more };
}

function instructions(value: number) {
  return { metrics: [{ name: 'instructions', value, unit: 'instructions' }] };
}

function ticks(median: number, spread: number) {
  return {
    metrics: [
      { name: 'cntvct.median', value: median, unit: 'ticks' },
      { name: 'cntvct.spread', value: spread, unit: 'ticks' },
    ],
  };
}

/** One of everything. */
export const SAMPLE: RunReport = {
  verdict: 'error',
  cells: [
    cell('host', [result('abi', 'adrp', { verdict: 'xfail', reason: '8-byte alignment (see #7)' })], {
      argv: [],
    }),
    cell(
      'max',
      [
        result('control', 'trap'),
        result('dispatch', 'first', {
          verdict: 'fail',
          reason: 'dispatch.c:41: expected 0x2, got 0x3',
          details: ['fail dispatch.c:41: expected 0x2, got 0x3', 'warn static_call.c:22'],
        }),
        result('dispatch', 'second', { verdict: 'skip', reason: 'no BTI' }),
        result('cost', 'direct', ticks(12.5, 0.333)),
        result('bench', 'console'),
      ],
      { verdict: 'fail', folder: '/tmp/sct-1/v7.max' },
    ),
    cell('max-icount', [
      result('cost', 'direct', instructions(3)),
      result('cost', 'tramp', instructions(8)),
      result('bench', 'console'),
    ]),
    cell(
      'max-icount',
      [
        result('dispatch', 'first', { verdict: 'error', reason: 'never reported: the guest reset' }),
        result('dispatch', 'second', { verdict: 'error', reason: 'never reported: the guest reset' }),
        result('cost', 'direct', instructions(3)),
        result('cost', 'tramp_null', instructions(7)),
        result('bench', 'console', {
          verdict: 'error',
          reason: 'the guest reset',
          details: ['the end line never came', 'last lines of the console:', '  # Subtest: x'],
        }),
      ],
      { subject: "it's mine", verdict: 'error', folder: '/tmp/sct-1/mine.max-icount' },
    ),
  ],
  notes: ['cortex-a710: left out, the installed QEMU 7.2 has no such CPU'],
};
