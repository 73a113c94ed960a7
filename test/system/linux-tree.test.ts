// SPDX-License-Identifier: GPL-2.0-only
// A real kernel tree's own static calls and helpers in the place of the guest's: SCT_LINUX_TREE names the tree.

import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { ROOT, scratch, sct } from './sct.ts';

const LINUX = process.env.SCT_LINUX_TREE ?? '';
const PATCHING = 'arch/arm64/kernel/patching.c';
/** Those of them that a kernel has, and no subject of its own. */
const HELPERS = [
  'include/linux/static_call.h',
  'include/linux/static_call_types.h',
  'kernel/static_call.c',
  'arch/arm64/include/asm/insn.h',
  'arch/arm64/include/asm/insn-def.h',
  'arch/arm64/include/asm/brk-imm.h',
  'arch/arm64/lib/insn.c',
  'arch/arm64/include/asm/text-patching.h',
  'arch/arm64/include/asm/patching.h',
  PATCHING,
];
/** What patching.c up to Linux 6.12 asks before it maps what is not text. */
const OPTION = /\bCONFIG_(?:EXECMEM|STRICT_MODULE_RWX)\b/;
const patching = existsSync(join(LINUX, PATCHING)) ? readFileSync(join(LINUX, PATCHING), 'utf8') : '';
const [option] = OPTION.exec(patching) ?? [];

let tmp: string;
beforeAll(() => {
  tmp = scratch();
});
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

/** The built-in `reviewed` with the kernel's helpers. */
function tree(name: string): string {
  const folder = join(tmp, name);
  cpSync(join(ROOT, 'guest/subjects/reviewed/arch'), join(folder, 'arch'), { recursive: true });
  for (const path of HELPERS.filter((one) => existsSync(join(LINUX, one)))) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    cpSync(join(LINUX, path), join(folder, path));
  }
  return folder;
}

interface Result {
  suite: string;
  case: string;
  verdict: string;
  details: string[];
}

async function results(words: string[]): Promise<Result[]> {
  const run = await sct(['run', ...words, '--machine', 'max', '--json'], { env: { TMPDIR: tmp } });
  return JSON.parse(run.stdout).cells.find((cell: { machine: string }) => cell.machine === 'max').results;
}

const told = (all: Result[]) => all.map((one) => `${one.suite}.${one.case} ${one.verdict}`);

test.skipIf(patching === '')("its helpers get the verdicts that the guest's own get", async () => {
  const theirs = await sct(['run', '--tree', tree('linux'), '--machine', 'max', '--json'], {
    env: { TMPDIR: tmp },
  });
  expect(theirs.stdout).toContain(PATCHING);
  expect(told(JSON.parse(theirs.stdout).cells[0].results)).toEqual(
    told(await results(['--subject', 'reviewed'])),
  );
});

test.skipIf(!option)(
  'without modules it maps no rodata: no update is done, and one WARN a case says so',
  async () => {
    const without = tree('without-modules');
    writeFileSync(join(without, PATCHING), `#undef ${option}\n${patching}`);
    const all = await results(['--tree', without]);
    const verdictOf = (name: string) => all.find((one) => `${one.suite}.${one.case}` === name)?.verdict;
    // The first target is there, and stays; the key says otherwise.
    expect(verdictOf('dispatch.first_target')).toBe('pass');
    for (const name of [
      'dispatch.update',
      'dispatch.update_to_null',
      'dispatch.update_to_ret0',
      'patch.next_call_sees_it',
    ])
      expect(verdictOf(name), name).toBe('fail');
    expect(verdictOf('dispatch.query')).toBe('pass');
    const text = all.flatMap(({ details }) => details).join('\n');
    expect(text).toContain('static_call(updated)(5): expected 0xf, got 0x6');
    // Once a case: the guest forgets in between what it has warned of.
    const warned = all.map(({ details }) => details.join('\n').match(/warn .*static_call\.c:\d+/g) ?? []);
    expect(Math.max(...warned.map((lines) => lines.length))).toBe(1);
    // Nothing dies of it.
    expect(all.filter(({ verdict }) => verdict === 'error')).toEqual([]);
    expect(text).not.toContain('fault kind=');
  },
);
