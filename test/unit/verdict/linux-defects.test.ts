// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { expectedIn } from '../../../harness/verdict/linux-defects.ts';

const OWN = { case: 'abi.aligned', reason: 'its own' };
const KPROBE = { case: 'linux.kprobe_on_ldr', reason: 'a kprobe', mendedIn: '7.10' };
const FOR_EVER = { case: 'linux.kprobe_on_adrp', reason: 'another' };

test.each([
  ['6.12.95+deb12-cloud-arm64', ['abi.aligned', KPROBE.case, FOR_EVER.case]],
  ['7.9.3', ['abi.aligned', KPROBE.case, FOR_EVER.case]],
  ['7.10', ['abi.aligned', FOR_EVER.case]],
  ['7.10.1-sct-cfi', ['abi.aligned', FOR_EVER.case]],
])('in Linux %s what is known of it is expected beside what is known of the subject', (release, cases) => {
  const expected = expectedIn(release, { xfail: [OWN], instructions: { tramp: 7 } }, [KPROBE, FOR_EVER]);
  expect(expected.xfail.map((defect) => defect.case)).toEqual(cases);
  expect(expected.instructions).toEqual({ tramp: 7 });
});

test('each defect says where it is told', () => {
  for (const { reason } of expectedIn('6.12', { xfail: [], instructions: {} }).xfail)
    expect(reason).toMatch(/docs\/finds\.md, \d/);
});
