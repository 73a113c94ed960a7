// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import type { CaseResult, CellResult, Verdict } from '../../../harness/base/verdict.ts';
import { debugCommand } from '../../../harness/report/debug-command.ts';

function cell(subject: string, argv: string[]): CellResult {
  return { subject, machine: 'max', verdict: 'fail', argv, folder: null, results: [] };
}

function result(suite: string, name: string, verdict: Verdict): CaseResult {
  return { suite, case: name, verdict, reason: '', metrics: [], details: [] };
}

const BOOTED = ['qemu'];

test("the kernel of this machine is stopped by nobody, and that of the user's own tree is", () => {
  const linux = (machine: string) => ({ ...cell('v7', ['qemu', '-initrd', 'initrd.cpio']), machine });
  expect(debugCommand(linux('host-module'), result('bti', 'blr_nop', 'fail'))).toBeUndefined();
  expect(debugCommand(linux('linux-tree'), result('bti', 'blr_nop', 'fail'))).toMatch(
    /^npx sct debug .*--in-tree /,
  );
});

test.each([
  [
    'a fail: its suite is enough',
    cell('v7', BOOTED),
    result('bti', 'blr_nop', 'fail'),
    'npx sct debug --subject v7 --machine max --suite bti --case bti.blr_nop --fault',
  ],
  [
    'a hang: nothing would end it',
    cell('v7', BOOTED),
    { ...result('bti', 'blr_nop', 'fail'), cut: 'hang' as const },
    'npx sct debug --subject v7 --machine max --suite bti --case bti.blr_nop',
  ],
  [
    'an error: all that ran before it',
    cell('v7', BOOTED),
    result('bti', 'blr_nop', 'error'),
    'npx sct debug --subject v7 --machine max --case bti.blr_nop',
  ],
  [
    'the boot itself',
    cell('v7', BOOTED),
    result('bench', 'console', 'error'),
    'npx sct debug --subject v7 --machine max',
  ],
  [
    'a name that a shell would read',
    cell('a b', BOOTED),
    result('bti', 'x', 'error'),
    "npx sct debug --subject 'a b' --machine max --case bti.x",
  ],
  ['no boot', cell('v7', []), result('abi', 'section', 'fail'), undefined],
])('%s', (_what, of, about, command) => {
  expect(debugCommand(of, about)).toBe(command);
});
