// SPDX-License-Identifier: GPL-2.0-only

import { expect, test } from 'vitest';
import { describeFault } from '../../../harness/verdict/fault.ts';

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
  [
    { esr: '0xf2008228', elr: '0x10', target: '0x20', type: '0x5c7c0de5' },
    'CFI failure at elr=0x10, target=0x20, expected type 0x5c7c0de5 (esr=0xf2008228)',
  ],
  [{ esr: '0xfc000000', elr: '0x10' }, 'unexpected exception of class 0x3f (esr=0xfc000000, elr=0x10)'],
  [{ esr: 'rubbish' }, 'unexpected exception (elr=unknown)'],
  [{ kind: 'watchdog', elr: '0x10' }, 'hung, and the watchdog ended it (elr=0x10)'],
  [{}, 'unexpected exception (elr=unknown)'],
])('%j', (fields, text) => {
  expect(describeFault(fields as Record<string, string>)).toBe(text);
});
