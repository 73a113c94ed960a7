// SPDX-License-Identifier: GPL-2.0-only
// The guest is built in layers, and the lower never uses the higher: read from who needs whose symbols in its objects.

import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { compileFlags, DEFAULT_BUILD, includeFlags, type Runtime } from '../../../harness/compile/flags.ts';
import { toolRunner } from '../../../harness/compile/run-tool.ts';
import {
  GUEST,
  guestSources,
  RUNTIMES,
  type Source,
  subjectSources,
} from '../../../harness/compile/sources.ts';
import { toolOutput } from '../../../harness/inspect/tool-output.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { loadSubject } from '../../../harness/subject/load.ts';
import { findTool } from '../../../harness/tool/tools.ts';
import { type Includes, type ObjectSymbols, upwardIncludes, upwardUses } from './layers.ts';

const root = packageRoot();
const folder = mkdtempSync(join(tmpdir(), 'sct-unit-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const run = toolRunner({ cwd: root });
const subject = await loadSubject(join(root, 'guest/subjects/reviewed'));
const own = subjectSources(root, subject);

/** The symbols of each source, compiled as an image is. */
async function symbolsOf(
  sources: readonly (Source & { at?: string })[],
  runtime: Runtime = 'kernel',
): Promise<ObjectSymbols[]> {
  const objects = await Promise.all(
    sources.map(async ({ role, language, path, at = path }) => {
      const search = { subject: own.includes, headers: own.includable, guest: RUNTIMES[runtime].include };
      const flags = [
        ...compileFlags(role, language, DEFAULT_BUILD),
        ...includeFlags(search, DEFAULT_BUILD.compiler),
      ];
      const object = join(folder, `${path.replaceAll('/', '_')}-${runtime}.o`);
      const { ok, message } = await run(findTool('clang-19'), [...flags, '-c', at, '-o', object]);
      expect(ok, message).toBe(true);
      return { path, object };
    }),
  );
  const json = await toolOutput(findTool('llvm-readelf-19'), [
    '--elf-output-style=JSON',
    '--symbols',
    ...objects.map(({ object }) => object),
  ]);
  const dumps = JSON.parse(json) as {
    Symbols: { Symbol: Record<'Name' | 'Binding' | 'Section', { Name: string }> }[];
  }[];
  return objects.map(({ path }, index) => {
    const shared = (dumps[index]?.Symbols ?? [])
      .map(({ Symbol: { Name, Binding, Section } }) => ({
        name: Name.Name,
        binding: Binding.Name,
        defined: Section.Name !== 'Undefined',
      }))
      .filter(({ name, binding }) => name !== '' && binding !== 'Local');
    const named = (defined: boolean) =>
      shared.filter((symbol) => symbol.defined === defined).map(({ name }) => name);
    return { path, defines: named(true), needs: named(false) };
  });
}

const guest = await symbolsOf([...guestSources(root).sources, ...own.sources]);

test('no object of the guest uses what a higher layer defines', () => {
  expect(guest.find(({ path }) => path.endsWith('boot/main.c'))?.needs).toContain('session_run');
  expect(upwardUses(guest)).toEqual([]);
});

test('nor does any of the process', async () => {
  const { sources } = guestSources(root, 'process');
  const own = sources.filter(({ path }) => RUNTIMES.process.folders.some((at) => path.startsWith(`${at}/`)));
  const inProcess = await symbolsOf(own, 'process');
  expect(inProcess.find(({ path }) => path.endsWith('boot/main.c'))?.needs).toContain('session_run');
  // What all runtimes share needs the same symbols in each.
  const shared = guest.filter(({ path }) => !path.startsWith(`${GUEST.kernel}/`));
  expect(upwardUses([...shared, ...inProcess])).toEqual([]);
});

test('a call upwards is seen, and so is a file in no layer', async () => {
  const at = join(folder, 'upwards.c');
  writeFileSync(at, 'void bench_reset(void);\nvoid upwards(void);\nvoid upwards(void) { bench_reset(); }\n');
  const upwards = { role: 'kernel', language: 'c', name: '', content: Buffer.of(), at } as const;
  const [low, nowhere] = await symbolsOf([
    { ...upwards, path: 'guest/kernel/dev/upwards.c' },
    { ...upwards, path: 'guest/kernel/new/upwards.c' },
  ]);
  if (!low || !nowhere) return expect.fail('nothing compiled');
  expect(upwardUses([...guest, low, nowhere])).toEqual([
    'guest/kernel/dev/upwards.c (dev) uses bench_reset of guest/runtime/bench/runner.c (bench)',
    'guest/kernel/new/upwards.c is in no layer',
  ]);
});

/** Every file of the guest's kernel and cases, with the headers of `sct/` that it names. */
function includesOf(below: string): Includes[] {
  return readdirSync(join(root, below), { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.[chS]$/.test(name))
    .map((name) => {
      const path = join(below, name);
      const named = readFileSync(join(root, path), 'utf8').matchAll(/^#include <(sct\/\w+\.h)>/gm);
      return { path, includes: Array.from(named, ([, header = '']) => header) };
    });
}

test('no file of the guest includes the header of a higher layer', () => {
  const files = [
    ...includesOf(GUEST.kernel),
    ...includesOf(GUEST.process),
    ...includesOf(GUEST.hosted),
    ...includesOf(GUEST.runtime),
    ...includesOf(GUEST.cases),
  ];
  expect(upwardIncludes(files)).toEqual([]);
  expect(
    upwardIncludes([
      { path: 'guest/runtime/lib/args.c', includes: ['sct/runner.h'] },
      { path: 'guest/kernel/include/sct/new.h', includes: [] },
    ]),
  ).toEqual([
    'guest/runtime/lib/args.c (lib) includes sct/runner.h (bench)',
    'guest/kernel/include/sct/new.h is in no layer',
  ]);
});
