// SPDX-License-Identifier: GPL-2.0-only
// Debian's kernel: whose it is on which release, and headers and programs that run from wherever the cache lies.

import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { startBy } from '../../../../scripts/linux/newer-libc.mjs';
import { ownBackports, standsAnywhere } from '../../../../scripts/linux/stock-kernel.mjs';

const folder = mkdtempSync(join(tmpdir(), 'sct-stock-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test.each([
  ['PRETTY_NAME="Debian GNU/Linux 12 (bookworm)"\nVERSION_CODENAME=bookworm\n', 'bookworm-backports'],
  ['VERSION_ID="13"\nVERSION_CODENAME=trixie\nID=debian\n', 'trixie-backports'],
])("the stock kernel is of this release's backports: %j", (osRelease, suite) => {
  expect(ownBackports(osRelease)).toBe(suite);
});

test('a release without a name is refused', () => {
  expect(() => ownBackports('ID=debian\n')).toThrow('names no release of Debian');
});

/** What make says of a headers' folder that Debian's Makefile leads to, or that of an older sct. */
function made(cache: string): string {
  return execFileSync('make', ['--no-print-directory', '-s', '-C', join(cache, 'build')], {
    encoding: 'utf8',
  });
}

test.each([
  ["Debian's", '/usr/src'],
  ["an older sct's", '/somewhere/.cache/linux/stock/root/usr/src'],
])('headers are found wherever the cache was moved: %s Makefile', (_whose, named) => {
  const cache = mkdtempSync(join(folder, 'cache-'));
  const sources = join(cache, 'root/usr/src');
  const own = join(sources, 'linux-headers-9.9-cloud');
  const common = join(sources, 'linux-headers-9.9-common');
  const scripts = join(cache, 'root/usr/lib/linux-kbuild-9.9/scripts');
  for (const path of [own, common, scripts]) mkdirSync(path, { recursive: true });
  symlinkSync('root/usr/src/linux-headers-9.9-cloud', join(cache, 'build'));
  writeFileSync(join(scripts, 'more'), '');
  writeFileSync(
    join(common, 'Makefile'),
    `include $(dir $(lastword $(MAKEFILE_LIST)))../../lib/linux-kbuild-9.9/scripts/more\nall: ; echo $(realpath $(KBUILD_OUTPUT))\n`,
  );
  writeFileSync(
    join(own, 'Makefile'),
    `KBUILD_OUTPUT=${named}/linux-headers-9.9-cloud\ninclude ${named}/linux-headers-9.9-common/Makefile\n`,
  );
  standsAnywhere(join(cache, 'build'));
  const once = readFileSync(join(own, 'Makefile'), 'utf8');
  standsAnywhere(join(cache, 'build'));
  expect(readFileSync(join(own, 'Makefile'), 'utf8')).toBe(once);
  renameSync(cache, `${cache}-moved`);
  expect(made(`${cache}-moved`).trim()).toBe(own.replace(cache, `${cache}-moved`));
});

test('a program of a newer Debian is started by the loader beside it, wherever both are', () => {
  const root = mkdtempSync(join(folder, 'root-'));
  const program = join(root, 'kbuild/scripts/modpost');
  const loader = join(root, 'libc/usr/lib/x86_64-linux-gnu/ld-linux-x86-64.so.2');
  for (const path of [program, loader]) {
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, '#!/bin/sh\necho "$@"\n');
    chmodSync(path, 0o755);
  }
  startBy([program], join(root, 'libc'), 'x64');
  renameSync(root, `${root}-moved`);
  const moved = (path: string) => path.replace(root, `${root}-moved`);
  symlinkSync(moved(program), join(folder, 'link'));
  const said = execFileSync(join(folder, 'link'), ['a b', 'c'], { encoding: 'utf8' }).trim();
  const [option, library = '', ...rest] = said.split(' ');
  expect([option, realpathSync(library), ...rest]).toEqual([
    '--library-path',
    moved(dirname(loader)),
    `${moved(program)}.elf`,
    'a',
    'b',
    'c',
  ]);
});
