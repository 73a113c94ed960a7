// SPDX-License-Identifier: GPL-2.0-only
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  readdirSync,
  readFileSync,
  statSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, test, vi } from 'vitest';
import { buildImage, createBuilder } from '../../../harness/compile/build.ts';
import type { BuildOutcome, Image } from '../../../harness/compile/image.ts';
import type { BuildTools } from '../../../harness/compile/workshop.ts';
import { hashOf } from '../../../harness/store/hash.ts';
import { findTool } from '../../../harness/tool/tools.ts';
import { type MiniGuest, miniGuest } from './mini-guest.ts';

const HEADER = 'subject/arch/arm64/include/asm/static_call.h';
const SOURCE = 'subject/arch/arm64/kernel/static_call.c';

function imageOf(outcome: BuildOutcome): Image {
  if (!outcome.ok) throw new Error(outcome.message);
  return outcome.image;
}

/** Tools of which one is a script; `$REAL` in it is the tool that it stands for. */
function toolsWith(guest: MiniGuest, fake: Exclude<keyof BuildTools, 'gcc'>, script: string): BuildTools {
  const tools = {
    clang: findTool('clang-19'),
    linker: findTool('ld.lld-19'),
    objcopy: findTool('llvm-objcopy-19'),
  };
  const path = join(guest.root, 'fake-tool');
  writeFileSync(path, `#!/bin/sh\n${script.replaceAll('$REAL', tools[fake])}\n`, { mode: 0o755 });
  return { ...tools, [fake]: path };
}

describe('buildImage', { timeout: 30_000 }, () => {
  test('makes an ELF and the Image in it, and leaves no scratch', async () => {
    using guest = miniGuest();
    const image = imageOf(await buildImage(guest));
    expect(readFileSync(image.elf).subarray(0, 4).toString('latin1')).toBe('\x7fELF');
    expect(statSync(image.bin).size).toBeGreaterThan(0);
    expect(readdirSync(join(guest.cache, 'tmp'))).toEqual([]);
  });

  test('names files relative to the project, wherever it and the subject lie', async () => {
    using here = miniGuest();
    using there = miniGuest();
    const [one, two] = [imageOf(await buildImage(here)), imageOf(await buildImage(there))];
    expect(two.key).toBe(one.key);
    expect(readFileSync(two.elf).equals(readFileSync(one.elf))).toBe(true);
    expect(readFileSync(one.bin, 'latin1')).toContain('guest/cases/dispatch.c\0');

    using outside = miniGuest('../elsewhere/mine');
    const elf = readFileSync(imageOf(await buildImage(outside)).elf, 'latin1');
    expect(elf).toContain('subject/arch/arm64/kernel/static_call.c');
    expect(elf).not.toContain('elsewhere');
    expect(elf).not.toContain(outside.root);
  });

  test.each([
    [
      'a kernel source',
      'guest/kernel/main.c',
      'int f(void) { return oops; }',
      'bench',
      'compile',
      /main\.c:\d+:\d+: error/,
    ],
    ['a case', 'guest/cases/dispatch.c', 'int f(void) { return nothing; }', 'bench', 'compile', /nothing/],
    ['a warning in a case', 'guest/cases/dispatch.c', 'static int unused;', 'bench', 'compile', /-Werror/],
    [
      'keys',
      'guest/cases/dispatch_keys.c',
      'int f(void) { return nothing; }',
      'subject',
      'compile',
      /nothing/,
    ],
    [
      'a warning in keys',
      'guest/cases/dispatch_keys.c',
      'static int unused;',
      'subject',
      'compile',
      /-Werror/,
    ],
    ['the subject source', SOURCE, '#error not today', 'subject', 'compile', /not today/],
    ['the subject header', HEADER, '#error no header', 'subject', 'compile', /no header/],
    [
      'a missing function',
      SOURCE,
      'int g(void); int f(void) { return g(); }',
      'nobody',
      'link',
      /undefined symbol: g/,
    ],
    ['the linker script', 'guest/kernel/kernel.lds', 'SECTIONS {', 'subject', 'link', /kernel\.lds/],
  ])('a fault in %s', async (_, path, content, blame, step, message) => {
    using guest = miniGuest();

    guest.write(path, content);
    const outcome = await buildImage(guest);
    expect(outcome).toMatchObject({
      ok: false,
      blame,
      step,
      broken: false,
      message: expect.stringMatching(message),
    });
    expect(readdirSync(join(guest.cache, 'tmp'))).toEqual([]);
  });

  test('a warning of the subject is its own business, in its source and in its header', async () => {
    using guest = miniGuest();
    const header = readFileSync(join(guest.subject.folder, HEADER.replace('subject/', '')), 'utf8');
    guest.write(HEADER, `${header}static int never_used(void) { int x; return x; }\n`);
    expect(await buildImage(guest)).toMatchObject({ ok: true });
  });

  test('of the files that stumble over the subject its own tells why', async () => {
    using guest = miniGuest();
    const files = ['guest/cases/one_keys.c', 'guest/cases/two_keys.c', SOURCE];
    for (const file of files) guest.write(file, `#error ${file}\n`);
    const outcome = await buildImage(guest);
    if (outcome.ok) throw new Error('built');
    expect(outcome.message.match(/error: .*/g)).toEqual([expect.stringContaining(SOURCE)]);
    expect(outcome.message).not.toMatch(/one_keys\.c|two_keys\.c/);
  });

  test('every broken file of the kernel is told of, and the message has an end', async () => {
    using guest = miniGuest();
    for (const file of ['a.c', 'b.c', 'c.c', 'd.c'])
      guest.write(
        `guest/kernel/${file}`,
        Array.from({ length: 15 }, (_, n) => `#error ${file} ${n}`).join('\n'),
      );
    const outcome = await buildImage(guest);
    if (outcome.ok) throw new Error('built');
    expect(outcome.message).toMatch(/a\.c 0/);
    expect(outcome.message).toMatch(/b\.c 0/);
    expect(outcome.message.split('\n').length).toBeLessThan(130);
    expect(outcome.message).toMatch(/more lines\)$/);
  });

  test.each(['guest/kernel/main.c', 'guest/cases/dispatch.c'])('%s cannot see the subject', async (path) => {
    using guest = miniGuest();
    guest.write(path, '#include <asm/static_call.h>\n');
    expect(await buildImage(guest)).toMatchObject({ ok: false, blame: 'bench', message: /static_call\.h/ });
  });

  test.each([
    [
      'clang',
      'case "$*" in *subjects/four/arch/arm64/kernel*) kill -9 $$ ;; *) exec $REAL "$@" ;; esac',
      /SIGKILL/,
    ],
    ['linker', 'kill -9 $$', /SIGKILL/],
    ['objcopy', 'echo no space >&2; exit 1', /no space/],
  ] as const)('a broken %s is not the fault of the subject', async (tool, script, message) => {
    using guest = miniGuest();
    const tools = toolsWith(guest, tool, script);
    const outcome = await buildImage({ ...guest, tools });
    expect(outcome).toMatchObject({ ok: false, blame: 'bench', message: expect.stringMatching(message) });
  });

  test.each([
    ['clang', 'guest/cases/dispatch.c'],
    ['linker', 'guest/kernel/kernel.lds'],
  ] as const)('what is saved while %s runs is not cached under its old hash', async (tool, path) => {
    using guest = miniGuest();
    const file = join(guest.root, path);
    const before = readFileSync(file, 'utf8');
    const tools = toolsWith(guest, tool, `echo '/* saved */' >>${file}; exec $REAL "$@"`);
    const outcome = await buildImage({ ...guest, tools });
    expect(outcome).toMatchObject({
      ok: false,
      blame: 'bench',
      broken: true,
      message: expect.stringMatching(/Run it again/),
    });
    guest.write(path, before);
    const cached = ['objects', 'images']
      .map((kind) => join(guest.cache, kind))
      .filter((at) => existsSync(at));
    const entries = cached.flatMap((folder) => readdirSync(folder));
    expect(entries).toHaveLength(tool === 'clang' ? 0 : 5);
  });

  test('an aborted build stops the compilers, rejects, and leaves nothing half-made', async () => {
    using guest = miniGuest();
    const begun = join(guest.root, 'begun');
    const tools = toolsWith(guest, 'clang', `: >${begun}; exec /bin/sleep 60`);
    const abort = new AbortController();
    // All at once, so that none is left that could reject by never having begun.
    const built = buildImage({ ...guest, tools, jobs: 100, signal: abort.signal });
    await vi.waitFor(() => existsSync(begun) || expect.fail('no compiler yet'), 10_000);
    abort.abort(new Error('stopped'));
    await expect(built).rejects.toThrow('stopped');
    expect(readdirSync(join(guest.cache, 'tmp'))).toEqual([]);
  });
});

describe('the cache', { timeout: 30_000 }, () => {
  test.each([
    ['a kernel source', 'guest/kernel/main.c', 1],
    ['a kernel header', 'guest/kernel/include/linux/answer.h', 5],
    ['a header beside a case', 'guest/cases/new.h', 5],
    ['a case', 'guest/cases/dispatch.c', 1],
    ['keys', 'guest/cases/dispatch_keys.c', 1],
    ['the subject header', HEADER, 2],
    ['the subject source', SOURCE, 1],
    ['the linker script', 'guest/kernel/kernel.lds', 0],
  ])('a change of %s makes a new image, and only the objects that may differ', async (_, path, objects) => {
    using guest = miniGuest();
    const before = imageOf(await buildImage(guest));
    const had = readdirSync(join(guest.cache, 'objects')).length;
    expect(had).toBe(5);
    const file = path.startsWith('subject/')
      ? join(guest.subject.folder, path.slice(8))
      : join(guest.root, path);
    const old = statSync(file, { throwIfNoEntry: false }) ? readFileSync(file, 'utf8') : '';
    guest.write(path, `${old}\n/* changed */\n`);
    const after = imageOf(await buildImage(guest));
    expect(after.key).not.toBe(before.key);
    expect(readdirSync(join(guest.cache, 'objects')).length - had).toBe(objects);
  });

  test('a warm build runs no tool', async () => {
    using guest = miniGuest();
    const image = imageOf(await buildImage(guest));
    const stamp = statSync(image.elf).mtimeMs;
    const again = imageOf(await buildImage(guest));
    expect(again).toEqual(image);
    expect(statSync(again.elf).mtimeMs).toBe(stamp);
  });

  test('an image that lost a file is made again', async () => {
    using guest = miniGuest();
    const image = imageOf(await buildImage(guest));
    execFileSync('rm', [image.bin]);
    expect(statSync(imageOf(await buildImage(guest)).bin).size).toBeGreaterThan(0);
  });

  test('what a loss of power left without a byte is made again', async () => {
    using guest = miniGuest();
    const image = imageOf(await buildImage(guest));
    const entries = [join(guest.cache, 'objects'), dirname(image.elf)];
    const files = entries.flatMap((folder) => readdirSync(folder).map((file) => join(folder, file)));
    for (const file of files) truncateSync(file);
    expect(imageOf(await buildImage(guest))).toEqual(image);
    expect(files.filter((file) => statSync(file).size === 0)).toEqual([]);
  });

  test('builders at once, in one cache, agree', async () => {
    using guest = miniGuest();
    const images = await Promise.all([1, 2, 3].map(async () => imageOf(await buildImage(guest))));
    expect(new Set(images.map((image) => image.key)).size).toBe(1);
    expect(readdirSync(join(guest.cache, 'images'))).toHaveLength(1);
    expect(readdirSync(join(guest.cache, 'tmp'))).toEqual([]);
  });

  test('one builder compiles the kernel once for two subjects', async () => {
    using guest = miniGuest();
    using other = miniGuest('../elsewhere/mine');
    const log = join(guest.root, 'log');
    const tools = toolsWith(guest, 'clang', `echo >>${log}; exec $REAL "$@"`);
    const builder = createBuilder({ ...guest, tools });
    const [one, two] = await Promise.all([builder.build(guest.subject), builder.build(other.subject)]);
    expect(imageOf(one).key).not.toBe(imageOf(two).key);
    // Two of the kernel and a case; keys and the subject's own for each subject.
    expect(readdirSync(join(guest.cache, 'objects'))).toHaveLength(7);
    expect(readFileSync(log, 'utf8')).toHaveLength(7);
  });

  test.each([
    ['as one', 'name', [0, 0, 1]],
    // A header may call something of its own by the line that it is used in: those are no two of one file.
    ['each by itself if they are none', 'PASTE(at_, __LINE__)', [1, 1, 2]],
  ])('files of keys are compiled %s', async (_, defined, times) => {
    using guest = miniGuest();
    const log = join(guest.root, 'log');
    const tools = toolsWith(guest, 'clang', `echo "$*" >>${log}; exec $REAL "$@"`);
    const files = ['one', 'two', 'zero'].map((name) => `guest/cases/${name}_keys.c`);
    for (const file of files)
      guest.write(file, `#include <asm/static_call.h>\nONLY_HERE(key_${files.indexOf(file)});\n`);
    guest.write(
      HEADER,
      `${readFileSync(join(guest.subject.folder, relative('subject', HEADER)), 'utf8')}
#ifndef ONLY_HERE
#define PASTE_(a, b) a##b
#define PASTE(a, b) PASTE_(a, b)
#define ONLY_HERE(name) static const int ${defined} __attribute__((__used__)) = 1
#endif
`,
    );
    imageOf(await buildImage({ ...guest, tools }));
    const lines = readFileSync(log, 'utf8').split('\n');
    expect(files.map((file) => lines.filter((line) => line.includes(`-c ${file}`)).length)).toEqual(times);
  });

  test('a cold build removes what nobody has used for 30 days', async () => {
    using guest = miniGuest();
    const old = imageOf(await buildImage(guest));
    const month = new Date(Date.now() - 31 * 86_400_000);
    utimesSync(old.folder, month, month);
    // It was looked through when the first was made.
    guest.write('guest/cases/early.h', '');
    imageOf(await buildImage(guest));
    expect(readdirSync(join(guest.cache, 'images'))).toContain(old.key);
    utimesSync(join(guest.cache, 'pruned'), month, month);
    guest.write('guest/cases/new.h', '');
    const fresh = imageOf(await buildImage(guest));
    expect(readdirSync(join(guest.cache, 'images'))).not.toContain(old.key);
    expect(readdirSync(join(guest.cache, 'images'))).toContain(fresh.key);
  });

  test('parts of a hash do not run together', () => {
    expect(hashOf(['ab', 'c'])).not.toBe(hashOf(['a', 'bc']));
  });
});
