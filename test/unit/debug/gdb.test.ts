// SPDX-License-Identifier: GPL-2.0-only
import { expect, test } from 'vitest';
import { faultScript } from '../../../harness/debug/fault.ts';
import { gdbArgv, stubArguments } from '../../../harness/debug/gdb.ts';
import { linuxGdbArgv } from '../../../harness/debug/linux.ts';

const LINE = {
  gdb: '/bin/gdb',
  folder: '/tmp/c',
  elf: '/tmp/c/sct.elf',
  root: '/p',
  subjectFolder: '/p/s',
  first: '/tmp/c/end.gdb',
  displacement: 0n,
};

/** The commands, in the order in which gdb runs them. */
function commands(argv: readonly string[]): string[] {
  return argv.filter((_word, index) => argv[index - 1] === '-ex');
}

test("a case: its record is read before gdb attaches, and its row tells it from its table's other rows", () => {
  const argv = gdbArgv({ ...LINE, stop: { suite: 'bti', case: 'blr_nop' } });
  expect([argv[0], argv.at(-1)]).toEqual(['/bin/gdb', '/tmp/c/sct.elf']);
  expect(commands(argv)).toEqual([
    'source /tmp/c/end.gdb',
    'directory /p',
    'set substitute-path ./subject /p/s',
    "set $case = *(struct sct_case *) &'sct_case.bti.blr_nop'",
    'print $case',
    'set $run = (unsigned long) $case.run + 0x0',
    'set $row = $case.row ? (unsigned long) $case.row + 0x0 : 0',
    'set remote query-attached-packet off',
    'target remote /tmp/c/gdb.sock',
    'hbreak *$run if $x0 == $row',
    'continue',
    'thbreak *power_off',
  ]);
});

test('a script is read at the stop', () => {
  const argv = gdbArgv({ ...LINE, stop: null, script: '/tmp/c/fault.gdb' });
  expect(commands(argv).slice(-2)).toEqual([
    'thbreak *power_off',
    'with pagination off -- source /tmp/c/fault.gdb',
  ]);
});

test('no case: where the C code begins', () => {
  const all = commands(gdbArgv({ ...LINE, stop: null }));
  expect(all).toContain('hbreak *kernel_main');
  expect(all.join()).not.toContain('$case');
});

test('a moved image: its symbols move once the record has been read, where it is linked', () => {
  const all = commands(gdbArgv({ ...LINE, displacement: 0x10000n, stop: { suite: 'a', case: 'b' } }));
  const read = all.indexOf('print $case');
  const move = all.indexOf('symbol-file -o 0x10000 /tmp/c/sct.elf');
  const attach = all.indexOf('target remote /tmp/c/gdb.sock');
  expect([read, move, attach].every((at) => at >= 0)).toBe(true);
  expect(read < move && move < attach).toBe(true);
  expect(all).toContain('set $run = (unsigned long) $case.run + 0x10000');
});

test.each([
  ['/a b', '"/a b"'],
  ['/a"b', '"/a\\"b"'],
  ["/a'b", '"/a\'b"'],
])('%s is one word', (root, word) => {
  expect(commands(gdbArgv({ ...LINE, root, stop: null }))[1]).toBe(`directory ${word}`);
});

test('QEMU waits, and a comma in a path is no end of it', () => {
  expect(stubArguments('/a,b')).toEqual(['-S', '-gdb', 'unix:/a,,b/gdb.sock,server=on,wait=off']);
});

test('Linux: the module says where its sections are, and its record is read there', () => {
  const { elf: _elf, displacement: _displacement, ...line } = LINE;
  const argv = linuxGdbArgv({
    ...line,
    module: '/c/sct.ko',
    vmlinux: '/c/vmlinux',
    stop: { suite: 'bti', case: 'blr_nop' },
  });
  expect([argv[0], argv.at(-1)]).toEqual(['/bin/gdb', '/c/vmlinux']);
  const all = commands(argv);
  const added = all.findIndex((command) => command.startsWith('add-symbol-file /c/sct.ko $x0'));
  const order = ['target remote /tmp/c/gdb.sock', 'sct-to-waiting', all[added], 'print $case', 'set $x9 = 0'];
  const at = order.map((command) => all.indexOf(command ?? ''));
  expect(at.every((here, index) => here > (at[index - 1] ?? -1))).toBe(true);
  expect(stubArguments('/tmp/c', 'later')).not.toContain('-S');
});

test.each(['system', 'linux'] as const)('what tells a fault of %s is what that has', (kind) => {
  const script = faultScript(kind, 1);
  expect(script.includes('$TPIDR_EL1')).toBe(kind === 'system');
  expect(script.includes('$vectors + 0x200')).toBe(kind === 'linux');
});
