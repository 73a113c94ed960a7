// SPDX-License-Identifier: GPL-2.0-only
// The axes of a build reach the compiler, and keep apart what they should.

import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { buildImage, createBuilder } from '../../../harness/compile/build.ts';
import { type Build, COMPILERS, compileFlags, DEFAULT_BUILD } from '../../../harness/compile/flags.ts';
import type { BuildOutcome } from '../../../harness/compile/image.ts';
import { readElf } from '../../../harness/inspect/elf.ts';
import { packageRoot } from '../../../harness/store/places.ts';
import { locateTool } from '../../../harness/tool/lookup.mjs';
import { findTool, toolNamed } from '../../../harness/tool/tools.ts';
import { miniGuest } from './mini-guest.ts';

const GCC: Build = { ...DEFAULT_BUILD, compiler: 'gcc' };
const lacksGcc = locateTool(toolNamed(COMPILERS.gcc)) === undefined;

function imageOf(outcome: BuildOutcome) {
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.image;
}

test.for([
  ['clang', 'defined(__clang__) && !defined(__OPTIMIZE__) && CONFIG_PAGE_SHIFT == 16', 'O0', 64, 'none'],
  ['gcc', '!defined(__clang__) && defined(__OPTIMIZE_SIZE__) && CONFIG_PAGE_SHIFT == 14', 'Os', 16, 'none'],
  ['clang', 'CONFIG_CFI && CFI_ENTRY_PREFIX == 2', 'O2', 4, 'kcfi-ftrace'],
] as const)(
  '%s: every file sees compiler, optimisation, page size and kCFI: %s',
  { timeout: 30_000 },
  async ([compiler, condition, optimise, pageSize, cfi], { skip }) => {
    skip(compiler === 'gcc' && lacksGcc, 'gcc is not installed');
    using guest = miniGuest();
    for (const file of ['guest/kernel/seen.c', 'guest/kernel/seen.S', 'guest/cases/seen.c'])
      guest.write(file, `#if !(${condition})\n#error ${file}\n#endif\n`);
    expect(
      await buildImage({ ...guest, build: { runtime: 'kernel', compiler, optimise, pageSize, cfi } }),
    ).toMatchObject({
      ok: true,
    });
    if (compiler === 'clang') expect(await buildImage(guest)).toMatchObject({ ok: false });
  },
);

test('one builder keeps its builds apart, and each is warm the second time', {
  timeout: 30_000,
}, async () => {
  using guest = miniGuest();
  const builder = createBuilder(guest);
  const builds: Build[] = [DEFAULT_BUILD, { ...DEFAULT_BUILD, pageSize: 16 }];
  const keys = async () =>
    (await Promise.all(builds.map((build) => builder.build(guest.subject, build)))).map(
      (outcome) => imageOf(outcome).key,
    );
  const first = await keys();
  expect(new Set(first).size).toBe(2);
  expect(readdirSync(join(guest.cache, 'objects'))).toHaveLength(10);
  expect(await keys()).toEqual(first);
});

test('kCFI: the type word lies before each function, and further up where there is room for a tracer', {
  timeout: 30_000,
}, async () => {
  using guest = miniGuest();
  const linkage = 'guest/kernel/include/linux/linkage.h';
  guest.write(linkage, readFileSync(join(packageRoot(), linkage), 'utf8'));
  guest.write(
    'guest/kernel/typed.c',
    'int typed(int x);\nint typed(int x) { return x; }\nint in_assembly(int x);\nint (*taken)(int) = in_assembly;\n',
  );
  guest.write(
    'guest/kernel/typed.S',
    '#include <linux/linkage.h>\n.text\nSYM_FUNC_START(in_assembly)\n\tret\nSYM_FUNC_END(in_assembly)\n',
  );
  const builder = createBuilder(guest);
  const before = async (cfi: Build['cfi'], words: number, name = 'typed') => {
    const { elf, bin } = imageOf(await builder.build(guest.subject, { ...DEFAULT_BUILD, cfi }));
    const { symbols } = await readElf(elf, findTool('llvm-readelf-19'));
    const at = (wanted: string) => symbols.find((symbol) => symbol.name === wanted)?.address ?? 0n;
    const base = at('_text');
    return readFileSync(bin).readUInt32LE(Number(at(name) - base) - 4 * words);
  };
  const word = await before('kcfi', 1);
  expect(word).not.toBe(0);
  expect(await before('kcfi', 1, 'in_assembly')).toBe(word);
  expect(await before('kcfi-ftrace', 3)).toBe(word);
  expect(await before('kcfi-ftrace', 3, 'in_assembly')).toBe(word);
  expect(await before('none', 1)).not.toBe(word);
});

test('warnings are errors in our own files alone, for each compiler', () => {
  for (const build of [DEFAULT_BUILD, GCC]) {
    expect(compileFlags('case', 'c', build)).toContain('-Werror');
    expect(compileFlags('kernel', 'assembly', build)).toContain('-Werror');
    expect(compileFlags('subject', 'c', build)).not.toContain('-Werror');
    expect(compileFlags('standIn', 'c', build)).not.toContain('-Werror');
  }
});

describe.skipIf(lacksGcc)('gcc', { timeout: 30_000 }, () => {
  test('builds the same from any folder, and names files relative to the project', async () => {
    using here = miniGuest();
    using there = miniGuest();
    const [one, two] = [
      imageOf(await buildImage({ ...here, build: GCC })),
      imageOf(await buildImage({ ...there, build: GCC })),
    ];
    expect(two.key).toBe(one.key);
    expect(readFileSync(two.elf).equals(readFileSync(one.elf))).toBe(true);

    using outside = miniGuest('../elsewhere/mine');
    const elf = readFileSync(imageOf(await buildImage({ ...outside, build: GCC })).elf, 'latin1');
    expect(elf).toContain('subject/arch/arm64/kernel/static_call.c');
    expect(elf).not.toContain('elsewhere');
    expect(elf).not.toContain(outside.root);
  });

  test("takes the subject's headers before the guest's, and leaves their warnings alone", async () => {
    using guest = miniGuest();
    guest.write('guest/kernel/include/linux/both.h', '#error of the guest\n');
    guest.write('subject/include/linux/both.h', 'static int never_used(void) { int x; return x; }\n');
    guest.write(
      'guest/cases/both_keys.c',
      '#include <linux/both.h>\nint both(void);\nint both(void) { return 0; }\n',
    );
    expect(await buildImage({ ...guest, build: GCC })).toMatchObject({ ok: true });
  });

  test('has its own cases checked as strictly', async () => {
    using guest = miniGuest();
    guest.write('guest/cases/dispatch.c', 'static int unused;\n');
    const outcome = await buildImage({ ...guest, build: GCC });
    expect(outcome).toMatchObject({ ok: false, message: expect.stringMatching(/unused.*-Werror/) });
    expect(existsSync(join(guest.cache, 'images'))).toBe(false);
  });
});
