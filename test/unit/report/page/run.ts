// SPDX-License-Identifier: GPL-2.0-only
// A failing run as the page shows it: small, with one of everything.

import type { Layout } from '../../../../harness/base/layout.ts';
import type { CellResult, RunReport } from '../../../../harness/base/verdict.ts';
import { causesOf } from '../../../../harness/verdict/causes/causes.ts';
import { cell, result, SAMPLE } from '../sample.ts';

export const LAYOUT: Layout = {
  sections: [
    { name: '.text', from: '0x10000', bytes: 0x3000, access: 'rx' },
    { name: '.rodata', from: '0x14000', bytes: 0x1000, access: 'r' },
    { name: '.data', from: '0x20000', bytes: 0x1000, access: 'rw' },
  ],
  // The last one of the first page goes on in the next.
  trampolines: [{ from: '0x11fe0', bytes: 24, stride: 24, count: 3 }],
  literals: [{ from: '0x14388', bytes: 8, stride: 8, count: 3 }],
  reach: [
    { from: '0x11000', to: '0x14000', count: 2 },
    { from: '0x12000', to: '0x14000', count: 1 },
  ],
  example: { symbol: '__SCT__a', at: '0x11fe0', literal: '0x14388' },
};

/** A subject of the user's that has no landing pad, and says what it likes. */
export function failing(says = 'x'): RunReport {
  const selector = ['--tree', `/home/u/${says}`];
  const mine = { subject: says, selector, verdict: 'fail' as const };
  const cells: CellResult[] = [
    cell('host', [result('abi', 'landing_pad', { verdict: 'fail', reason: `__SCT__a: got ${says}` })], {
      ...mine,
      argv: [],
    }),
    ...['max', 'max-el2'].map((machine, index) =>
      cell(
        machine,
        [
          result('bti', 'blr', {
            verdict: 'fail',
            reason: `unexpected Branch Target exception with BTYPE 2 (esr=0x36000002, elr=0x9${index}); elr: __SCT__a`,
            details: [`fault kind=sync esr=0x36000002 elr=0x9${index} btype=2`, 'elr: __SCT__a', says],
          }),
          result('dispatch', 'first'),
          result('dispatch', 'second', { verdict: 'skip', reason: `no BTI, ${says}` }),
        ],
        mine,
      ),
    ),
    ...SAMPLE.cells,
  ];
  const causes = causesOf(cells).map((cause) => ({
    ...cause,
    ...(cause.name === 'no landing pad'
      ? {
          evidence: {
            why: `Because ${says}.`,
            source: { file: `/home/u/${says}/static_call.h`, line: 12, text: `"${says}"` },
            code: { symbol: '__SCT__a', lines: [{ text: `nop ${says}`, marked: true }] },
          },
        }
      : {}),
  }));
  return {
    verdict: 'error',
    cells,
    causes,
    notes: [`a note: ${says}`],
    images: [{ subject: says, machines: ['host', 'max'], layout: LAYOUT }],
    provenance: {
      tools: [{ name: 'QEMU', version: '7.2' }],
      subjects: [{ name: says, files: [{ path: `arch/${says}.c`, sha256: 'ab'.repeat(32) }] }],
    },
  };
}
