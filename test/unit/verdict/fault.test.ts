// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { describeFault, locateIn } from '../../../harness/verdict/fault.ts';

test.each([
  [
    { esr: '0x36000003', elr: '0x10' },
    'unexpected Branch Target exception with BTYPE 3 (esr=0x36000003, elr=0x10)',
  ],
  [{ esr: '0x9600004f', elr: '0x10' }, 'unexpected data abort (esr=0x9600004f, elr=0x10)'],
  [
    { esr: '0x9600004f', elr: '0x10', far: '0x123' },
    'unexpected data abort (esr=0x9600004f, elr=0x10, far=0x123)',
  ],
  [{ esr: '0x8600000f', elr: '0x10' }, 'unexpected instruction abort (esr=0x8600000f, elr=0x10)'],
  [{ esr: '0xf2008228', elr: '0x10' }, 'unexpected BRK (esr=0xf2008228, elr=0x10)'],
  [{ esr: '0xfc000000', elr: '0x10' }, 'unexpected exception of class 0x3f (esr=0xfc000000, elr=0x10)'],
  [{ esr: 'rubbish' }, 'unexpected exception (elr=unknown)'],
  [{ kind: 'watchdog', elr: '0x10' }, 'hung, and the watchdog ended it (elr=0x10)'],
  [{}, 'unexpected exception (elr=unknown)'],
])('%j', (fields, text) => {
  expect(describeFault(fields as Record<string, string>)).toBe(text);
});

const locate = (address: bigint) => (address === 0x80n ? 'f+0x0 (f.c:1)' : undefined);

test.each([
  ['pc=0x80 lr=0x90', ['pc: f+0x0 (f.c:1)']],
  ['elr=0x80 x30=0x80', ['elr: f+0x0 (f.c:1)', 'x30: f+0x0 (f.c:1)']],
  ['pc=0x80 f+0x0 (f.c:1)', []],
  ['far=0x80 x3=0x80', []],
  ['pc=80', []],
  ['pc=0x99999999999999999', []],
])('%s', (line, places) => {
  expect(locateIn(line, locate)).toEqual([line, ...places]);
  expect(locateIn(line)).toEqual([line]);
});
