// SPDX-License-Identifier: GPL-2.0-only
// `sct debug`: gdb really stops where it is told to, with the names of what it finds there; and nothing of it is left.

import {
  cpSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { whyNoKernel } from '../../harness/tool/linux-kernel.ts';
import { lookUp, readTools } from '../../harness/tool/lookup.mjs';
import { CLI, fake, processesWith, ROOT, scratch, sct } from './sct.ts';

let tmp: string;
beforeEach(() => {
  tmp = scratch();
});
afterEach(() => rmSync(tmp, { recursive: true, force: true }));

const CELL = ['debug', '--subject', 'v7', '--machine'];
/** What makes gdb leave when it has done what sct told it, and forget its user's settings. */
const BATCH = ['--', '-nx', '-batch'];

/** Called from a folder that is not the project's: nothing is found by accident. */
const debug = (words: readonly string[], env: Record<string, string> = {}) =>
  execa(process.execPath, [CLI, ...CELL, ...words], {
    reject: false,
    stdin: 'ignore',
    cwd: tmp,
    env: { TMPDIR: tmp, ...env },
  });

/** The line of a file that begins like this, and its number. */
function lineOf(file: string, start: string): number {
  const number = readFileSync(join(ROOT, file), 'utf8')
    .split('\n')
    .findIndex((line) => line.startsWith(start));
  expect(number).not.toBe(-1);
  return number + 1;
}

const noGdb = lookUp('gdb-multiarch') === undefined;

describe.skipIf(noGdb)('with gdb', () => {
  const machines = ['max', 'max-el2', 'max-icount', 'cortex-a57', 'max-smp2', 'max-vhe', 'max-kaslr'];
  test.each(machines)('stops at a case on %s', async (machine) => {
    const { exitCode, stdout, stderr } = await debug([
      ...[machine, '--suite', 'dispatch', '--case', 'dispatch.update'],
      ...[...BATCH, '-ex', 'list', '-ex', 'info symbol $pc'],
    ]);
    expect({ exitCode, stderr }).toMatchObject({ exitCode: 0 });
    const line = lineOf('guest/cases/dispatch.c', 'CASE(dispatch, update)');
    expect(stdout).toMatch(
      new RegExp(`Breakpoint 1, dispatch_update \\(.*\\) at \\./guest/cases/dispatch\\.c:${line + 1}\n`),
    );
    // The source, found from wherever sct was called.
    expect(stdout).toContain(`${line}\tCASE(dispatch, update)\n`);
    expect(stdout).toMatch(/^dispatch_update in section \.text/m);
    // What the guest printed ends where it was stopped.
    expect(stderr).toMatch(/# Subtest: dispatch/);
    expect(stderr.trimEnd()).toMatch(/# begin dispatch\.update$/);
    expect(readdirSync(tmp)).toEqual([]);
    expect(processesWith(tmp)).toEqual([]);
  });

  test.each(['max', 'max-kaslr'])(
    "on %s: at one row of a table, not at the function's other rows",
    async (machine) => {
      const { exitCode, stdout, stderr } = await debug([
        ...[machine, '--case', 'bti.tramp_blr_plain', ...BATCH],
        ...['-ex', 'printf "row %d\\n", $x0 == &row_bti_tramp_blr_plain', '-ex', 'info breakpoints'],
      ]);
      expect(exitCode).toBe(0);
      expect(stdout).toMatch(/Breakpoint 1, check_tramp \(.*\) at \.\/guest\/cases\/bti\.c:\d+\n/);
      expect(stdout).toMatch(/^row 1$/m);
      expect(stdout).toMatch(/breakpoint already hit 1 time$/m);
      expect(stderr.trimEnd()).toMatch(/# begin bti\.tramp_blr_plain$/);
    },
  );

  test('--suite alone stops at its first case; without it, before all cases', async () => {
    const suite = await debug(['max', '--suite', 'memory', ...BATCH]);
    expect(suite.stdout).toMatch(/Breakpoint 1, memory_\w+ \(/);
    expect(suite.stderr).toMatch(/ok 1 control\n.*\n +# Subtest: memory\n.*\n +# begin memory\.\w+$/);
    const none = await debug(['max', ...BATCH]);
    expect(none.stdout).toMatch(/Breakpoint 1, kernel_main \(fdt=\d+, entry_el=1\) at/);
  });

  /** `reviewed` with a line more in its transform, or another first instruction of its trampolines. */
  function wrong(file: string, from: string, to: string): string {
    const tree = join(tmp, 'tree');
    cpSync(join(ROOT, 'guest/subjects/reviewed/arch'), join(tree, 'arch'), { recursive: true });
    const text = readFileSync(join(tree, file), 'utf8');
    expect(text).toContain(from);
    writeFileSync(join(tree, file), text.replace(from, to));
    return tree;
  }

  const atFault = (tree: string, machine: string, name: string) => {
    const cell = ['--tree', tree, '--machine', machine, '--suite', name.split('.')[0] ?? ''];
    // The last command's failure is a batch's exit code, and there is nothing to continue then.
    const more = ['continue', 'continue', 'echo over'].flatMap((one) => ['-ex', one]);
    const words = ['debug', ...cell, '--case', name, '--fault', ...BATCH, ...more];
    return sct(words, { env: { TMPDIR: tmp } });
  };

  test.each(['max', 'max-vhe', 'max-kaslr'])(
    '--fault on %s: at the line of the subject that faults',
    async (machine) => {
      const source = 'arch/arm64/kernel/static_call.c';
      // A read that may fail comes first, and is passed over.
      const lines =
        '	char byte;\n\n	copy_from_kernel_nofault(&byte, (void *)0x110, 1);\n	*(volatile int *)0x120 = 1;\n';
      const tree = wrong(source, '	int err;\n', `	int err;\n${lines}`);
      const text = readFileSync(join(tree, source), 'utf8');
      writeFileSync(join(tree, source), text.replace('#include', '#include <linux/uaccess.h>\n#include'));
      const { exitCode, stdout, stderr } = await atFault(tree, machine, 'dispatch.update');
      expect(exitCode, stderr).toBe(0);
      expect(stdout).toMatch(
        /^the exception is taken here, ESR 0x9\w+, FAR 0x120:\n=> 0x\w+ <arch_static_call_transform\+\d+>:\tstr\t/m,
      );
      expect(stdout).toMatch(
        /^#0 {2}arch_static_call_transform \(.*\) at \.\/subject\/arch\/arm64\/kernel\/static_call\.c:(\d+)\n\1\t+\*\(volatile int \*\)0x120 = 1;$/m,
      );
      // Going on, the guest fares as it would have, and its end is no error of gdb's.
      expect(stdout).toMatch(/Temporary breakpoint \d+, power_off \(\)/);
      expect(stdout).toMatch(/^The guest has come to its end\.$/m);
      expect(stdout + stderr).not.toContain('Remote communication error');
      expect(stderr).toMatch(/^not ok \d+ dispatch$/m);
      expect(stderr).toMatch(/# sct end run=\w+ cases=\d+ n=\d+ lines=\d+ crc=\w{8}$/);
    },
  );

  test('--fault: in a trampoline; an expectation that fails; past a fault that is waited for; to the end of what passes', async () => {
    const tree = wrong('arch/arm64/include/asm/static_call.h', 'hint	#34', 'nop');
    const pad = await atFault(tree, 'max', 'aapcs.x0_x7_set');
    expect(pad.stdout).toMatch(/^=> 0x\w+ <__SCT__aapcs_set>:\tnop$/m);
    expect(pad.stdout).toMatch(/static_call\.h, from line \d+:\n\tasm\("(?:.*\n){1,9}.*nop/);
    const caught = await atFault(tree, 'max', 'dispatch.by_address');
    expect(caught.stdout).toMatch(/^#0 {2}case_fail \(file=\S+ "guest\/cases\/dispatch\.c"/m);
    const right = join(ROOT, 'guest/subjects/reviewed');
    const passes = await atFault(right, 'max', 'patch.failed_write');
    expect(passes.stdout).not.toContain('the exception is taken here');
    expect(passes.stdout).toMatch(/^#0 {2}power_off \(\)/m);
    expect(passes.stderr).toMatch(/ok \d+ failed_write$/m);
  });

  test.skipIf(whyNoKernel('linux-stock') !== undefined)(
    'in Linux: at the case, then at the branch to nowhere, with the case that called',
    async () => {
      const tree = wrong('arch/arm64/include/asm/static_call.h', 'ldr	x16, [x16', 'ldr	w16, [x16');
      const { exitCode, stdout, stderr } = await atFault(tree, 'linux-stock', 'dispatch.first_target');
      expect(exitCode, stderr).toBe(0);
      expect(stdout).toMatch(
        /Breakpoint 1, dispatch_first_target \(.*\) at \.\/guest\/cases\/dispatch\.c:\d+/,
      );
      expect(stdout).toMatch(/^the exception is taken here, ESR 0x86\w+, FAR 0x0*[0-9a-f]{1,8}:$/m);
      expect(stdout).toMatch(/^dispatch_first_target \+ \d+ in section \.text$/m);
      expect(stdout).toMatch(/^The guest has come to its end\.$/m);
      expect(processesWith(tmp)).toEqual([]);
    },
  );

  test('no watchdog ends a case while its user thinks', async () => {
    const { stdout } = await debug([
      ...['max', '--case', 'dispatch.update', ...BATCH],
      ...['-ex', 'printf "timer %d\\n", $CNTV_CTL_EL0'],
    ]);
    expect(stdout).toMatch(/^timer 0$/m);
  });

  test('--keep keeps the folder', async () => {
    const { stderr } = await debug(['max', '--keep', ...BATCH]);
    const kept = /^sct: kept (.*)$/m.exec(stderr)?.[1] ?? '';
    expect(existsSync(join(kept, 'v7@max/sct.elf'))).toBe(true);
  });

  test('--print: what it prints runs as it stands', async () => {
    const { exitCode, stdout } = await debug(['max', '--case', 'dispatch.update', '--print', ...BATCH]);
    expect(exitCode).toBe(0);
    const [qemu = '', gdb = ''] = stdout.split('\n').filter((line) => line !== '' && !line.startsWith('#'));
    const guest = execa('/bin/sh', ['-c', `exec ${qemu}`], { reject: false, stdin: 'ignore' });
    try {
      const socket = /unix:(\S*gdb\.sock)/.exec(qemu)?.[1] ?? '';
      await expect.poll(() => existsSync(socket), { timeout: 30_000 }).toBe(true);
      const session = await execa('/bin/sh', ['-c', gdb], { reject: false, stdin: 'ignore' });
      expect(session.stdout).toMatch(/Breakpoint 1, dispatch_update \(/);
    } finally {
      guest.kill();
      await guest;
    }
  });

  test("gdb's failure is an error", async () => {
    const { exitCode, stderr } = await debug(['max', ...BATCH, '-ex', 'quit 3']);
    expect(exitCode).toBe(4);
    expect(stderr).toContain('sct: gdb ended with a failure');
    expect(readdirSync(tmp)).toEqual([]);
  });

  test('a QEMU that leaves at once is an error, with its own words', async () => {
    const { exitCode, stderr } = await debug(['max', ...BATCH], { SCT_QEMU: fake('fails') });
    expect(exitCode).toBe(4);
    expect(stderr).toContain('sct: QEMU left at once:\nqemu-system-aarch64: no such thing as a fake');
    expect(readdirSync(tmp)).toEqual([]);
  });

  test('SIGINT while QEMU gets nowhere', async () => {
    const session = debug(['max', ...BATCH], { SCT_QEMU: fake('hangs') });
    const files = () => readdirSync(tmp, { recursive: true, encoding: 'utf8' }).join();
    await expect.poll(files, { timeout: 30_000 }).toContain('stderr.log');
    session.kill('SIGINT');
    expect(await session).toMatchObject({
      exitCode: 130,
      stderr: expect.stringContaining('stopped by SIGINT'),
    });
    expect(processesWith(tmp)).toEqual([]);
    expect(readdirSync(tmp)).toEqual([]);
  });

  test.each([
    ['SIGINT', undefined],
    ['SIGTERM', 143],
    ['SIGHUP', 129],
    ['SIGKILL', undefined],
  ] as const)('%s while gdb waits for its user', async (signal, code) => {
    const session = execa(process.execPath, [CLI, ...CELL, 'max', '--', '-nx'], {
      reject: false,
      env: { TMPDIR: tmp },
    });
    let printed = '';
    session.stdout.on('data', (chunk) => {
      printed += chunk;
    });
    await expect.poll(() => printed, { timeout: 30_000 }).toContain('Breakpoint 1, kernel_main');
    expect(processesWith('gdb.sock')).not.toEqual([]);
    session.kill(signal);
    if (signal === 'SIGINT') {
      // It is gdb's: sct goes on, and ends with gdb.
      session.stdin.end('print 6 * 7\n');
      expect(await session).toMatchObject({ exitCode: 0 });
      expect(printed).toContain('= 42');
    } else {
      expect((await session).exitCode).toBe(code);
    }
    await expect.poll(() => processesWith(tmp), { timeout: 30_000 }).toEqual([]);
    expect(readdirSync(tmp)).toHaveLength(signal === 'SIGKILL' ? 1 : 0);
  });
});

test('without gdb: what to type, what to install, exit code 3', async () => {
  const PATH = toolsWithoutGdb();
  const { exitCode, stdout, stderr } = await debug(['max', '--case', 'dispatch.update'], {
    PATH,
    SCT_GDB: '',
  });
  expect(exitCode).toBe(3);
  expect(stderr).toMatch(/^sct: gdb-multiarch is missing: .*\nTo mend it: .*gdb-multiarch$/);
  expect(stdout).toMatch(/^\S*qemu-system-aarch64 .* -S -gdb unix:\S+\/gdb\.sock,server=on,wait=off$/m);
  expect(stdout).toMatch(
    /^gdb-multiarch .*sct_case\.dispatch\.update.* -ex continue -ex 'thbreak \*power_off' \S+\/sct\.elf$/m,
  );
  // What is printed needs these.
  const folder = /(\S+)\/sct\.elf$/m.exec(stdout)?.[1] ?? '';
  expect(readdirSync(folder)).toEqual(expect.arrayContaining(['Image', 'sct.elf']));
});

test.each([
  [['max', '--fault'], '--fault goes on from a case: name it with --case'],
  [['max', '--case', 'dispatch.updat'], 'did you mean dispatch.update, '],
  [['max', '--suite', 'dispath'], 'there is no suite dispath; there are: '],
  [['host'], 'machine host boots nothing'],
  [['nosuch'], 'there is no machine nosuch; of the '],
])('%j: exit code 2', async (words, message) => {
  const { exitCode, stderr } = await debug(words);
  expect({ exitCode, stderr }).toMatchObject({ exitCode: 2, stderr: expect.stringContaining(message) });
  expect(readdirSync(tmp)).toEqual([]);
});

/** A PATH with every tool but gdb. */
function toolsWithoutGdb(): string {
  const bin = mkdtempSync(join(tmp, 'bin-'));
  for (const { name } of readTools()) {
    const path = lookUp(name);
    if (path && name !== 'gdb-multiarch') symlinkSync(path, join(bin, name));
  }
  return bin;
}
