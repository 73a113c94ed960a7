// SPDX-License-Identifier: GPL-2.0-only
// `sct run --watch`: each save is judged, what failed first, and Ctrl-C ends with the last verdict.

import { cpSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { fake, processesWith, ROOT, scratch, sct } from './sct.ts';

let tmp: string;
let tree: string;
let header: string;
beforeEach(() => {
  tmp = scratch();
  tree = join(tmp, 'tree');
  header = join(tree, 'arch/arm64/include/asm/static_call.h');
  cpSync(join(ROOT, 'guest/subjects/reviewed/arch'), join(tree, 'arch'), { recursive: true });
});
afterEach(() => rmSync(tmp, { recursive: true, force: true }));

/** Saves as editors do: another file takes the place. */
function save(path: string, from: string, to: string): void {
  const text = readFileSync(path, 'utf8');
  expect(text).toContain(from);
  writeFileSync(`${path}~`, text.replace(from, to));
  renameSync(`${path}~`, path);
}

const CELLS = ['--machine', 'max,max-el2', '--suite', 'dispatch'];

function watching(env: Record<string, string> = {}, cells: readonly string[] = CELLS) {
  const words = ['run', '--watch', '--tree', tree, '--jobs', '1', ...cells];
  const run = sct(words, { env: { TMPDIR: tmp, ...env } });
  let seen = 0;
  let text = '';
  let errors = '';
  run.stdout.on('data', (data) => {
    text += data;
  });
  run.stderr.on('data', (data) => {
    errors += data;
  });
  return {
    run,
    refused: (wanted: RegExp) => expect.poll(() => errors, { timeout: 30_000 }).toMatch(wanted),
    /** What is printed from here on up to this. */
    async until(wanted: RegExp): Promise<string> {
      for (let i = 0; i < 600; i++) {
        const found = wanted.exec(text.slice(seen));
        if (found) {
          const told = text.slice(seen, seen + found.index + found[0].length);
          seen += found.index + found[0].length;
          return told;
        }
        await sleep(50);
      }
      throw new Error(`waited in vain for ${wanted} in ${text.slice(seen)}`);
    },
  };
}

const keptFolders = () => readdirSync(tmp).filter((name) => /^sct-\d/.test(name));

test('pass, a mistake, one more, mended; Ctrl-C ends with the last verdict', async () => {
  const { run, until, refused } = watching();
  await until(/^PASS .*\n/m);
  save(header, 'hint	#34', 'nop');
  const told = await until(/^FAIL 1 cause: .*\n/m);
  expect(told).toMatch(/^FAIL no landing pad: \d+ cases?, tree on max, max-el2$/m);
  expect(keptFolders()).toHaveLength(1);
  const [first] = keptFolders();
  save(header, '	nop', '	hint	#36');
  await until(/^FAIL 1 cause: .*\n/m);
  // The folder of the verdict before is gone.
  expect(keptFolders()).toHaveLength(1);
  expect(keptFolders()).not.toContain(first);
  // What no longer is a subject is told of, and waited for.
  rmSync(header);
  await refused(/^sct: \S+ is no subject: /m);
  cpSync(join(ROOT, 'guest/subjects/reviewed/arch'), join(tree, 'arch'), { recursive: true });
  await until(/^PASS .*\n/m);
  expect(keptFolders()).toEqual([]);
  run.kill('SIGINT');
  const { exitCode, stderr } = await run;
  expect(exitCode, stderr).toBe(0);
  expect(stderr).toContain(`sct: ${header} was saved\n`);
  expect(keptFolders()).toEqual([]);
});

test('Ctrl-C after a fail; a file that is no source is not looked at', async () => {
  save(header, 'hint	#34', 'nop');
  const { run, until } = watching();
  await until(/^FAIL 1 cause: .*\n/m);
  writeFileSync(`${header}.swp`, '');
  await sleep(300);
  run.kill('SIGINT');
  const { exitCode, stderr } = await run;
  expect(exitCode, stderr).toBe(1);
  expect(stderr).not.toContain('was saved');
});

test('what failed is judged first', async () => {
  const source = join(tree, 'arch/arm64/kernel/static_call.c');
  save(source, 'int err;', 'int err;\n\n	return;');
  const cells = ['--machine', 'host,max', '--suite', 'abi,dispatch', '--fail-fast'];
  const { run, until } = watching({}, cells);
  expect(await until(/^FAIL \d+ causes?: .*\n/m)).toMatch(/^pass {2}tree on host$/m);
  save(source, 'return;', 'return; /* still */');
  // With --fail-fast nothing follows the cell that fails, so host does not begin.
  expect(await until(/^FAIL \d+ causes?: .*\n/m)).toContain('note: 1 of 2 cells never began');
  run.kill('SIGINT');
  expect((await run).exitCode).toBe(1);
});

test('Ctrl-C before any verdict', async () => {
  const { run } = watching({ SCT_QEMU: fake('hangs') });
  await expect
    .poll(() => keptFolders().some((name) => readdirSync(join(tmp, name)).length > 1), { timeout: 30_000 })
    .toBe(true);
  run.kill('SIGINT');
  expect((await run).exitCode).toBe(130);
  expect(processesWith(tmp)).toEqual([]);
});

test.for([
  [['--json'], '--watch reports again and again: give --json a file'],
  [['--suite', 'nothing'], 'there is no suite nothing'],
] as const)('%j is refused at once', async ([words, message]) => {
  const { exitCode, stderr } = await sct([
    'run',
    '--watch',
    '--subject',
    'reviewed',
    '--machine',
    'host',
    ...words,
  ]);
  expect(exitCode).toBe(2);
  expect(stderr).toContain(message);
});
