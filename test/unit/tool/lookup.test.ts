// SPDX-License-Identifier: GPL-2.0-only
import { existsSync } from 'node:fs';
import { chmod, mkdir, writeFile } from 'node:fs/promises';
import { join, relative } from 'node:path';
import { dir } from 'tmp-promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import {
  compareVersions,
  lookUp,
  mendOf,
  packagesOf,
  probeVersion,
  readTools,
  type Tool,
} from '../../../harness/tool/lookup.mjs';

const OWN_PREFIX = process.getuid?.() === 0 ? '' : 'sudo ';

describe('compareVersions', () => {
  test.each([
    ['19.1.7', '19.1.7', 0],
    ['19.1', '19.1.0', 0],
    ['7.2.22', '7.2.0', 1],
    ['10.0.2', '7.2.0', 1],
    ['2.33', '2.38.1', -1],
    ['2.9', '2.10', -1],
    ['20.18.3', '20.19.0', -1],
  ])('%s against %s', (a, b, sign) => {
    expect(Math.sign(compareVersions(a, b))).toBe(sign);
  });
});

describe('the table', () => {
  const tools = readTools();

  test('names each tool and each variable once', () => {
    const names = tools.map((tool) => tool.name);
    const variables = tools.flatMap((tool) => tool.variable ?? []);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(variables).size).toBe(variables.length);
  });

  test.each(tools)('$name: a version pattern with one group, and a way to get it', (tool) => {
    expect(new RegExp(`${tool.version.pattern}|`).exec('')?.length).toBe(2);
    expect(Boolean(tool.package) !== Boolean(tool.mend)).toBe(true);
    expect(tool.least).toMatch(/^\d+(\.\d+)+$/);
  });

  // Debian has cross compilers for other architectures than the machine's own alone.
  test('the compiler of arm64 is the native one there', () => {
    const gcc = tools.filter(({ name }) => name === 'aarch64-linux-gnu-gcc-12');
    expect(['x64', 'arm64'].map((arch) => packagesOf(gcc, arch))).toEqual([
      ['gcc-12-aarch64-linux-gnu'],
      ['gcc-12'],
    ]);
  });

  // What the tools print: Debian 12 and 13, and LLVM's own packages.
  test.each([
    ['clang-19', 'Debian clang version 19.1.7 (3~deb12u1)\nTarget: x86_64-pc-linux-gnu', '19.1.7'],
    ['clang-19', 'Ubuntu clang version 19.1.1 (1ubuntu1~24.04.2)', '19.1.1'],
    ['ld.lld-19', 'Debian LLD 19.1.7 (compatible with GNU linkers)', '19.1.7'],
    ['llvm-objcopy-19', 'llvm-objcopy, compatible with GNU objcopy\nDebian LLVM version 19.1.7', '19.1.7'],
    ['llvm-readelf-19', 'LLVM (http://llvm.org/):\n  LLVM version 19.1.7\n  Optimized build.', '19.1.7'],
    ['qemu-system-aarch64', 'QEMU emulator version 7.2.22 (Debian 1:7.2+dfsg-7+deb12u18+b3)', '7.2.22'],
    ['qemu-system-aarch64', 'QEMU emulator version 10.0.3 (Debian 1:10.0.3+ds-0+deb13u1)', '10.0.3'],
    ['setpriv', 'setpriv from util-linux 2.38.1', '2.38.1'],
    ['setpriv', 'setpriv from util-linux 2.41', '2.41'],
    ['node', 'v20.20.2', '20.20.2'],
    ['npm', '10.8.2', '10.8.2'],
    ['clang-format-19', 'Debian clang-format version 19.1.7 (3~deb12u1)', '19.1.7'],
    ['gdb-multiarch', 'GNU gdb (Debian 13.1-3) 13.1', '13.1'],
    ['gdb-multiarch', 'GNU gdb (Ubuntu 15.0.50.20240403-0ubuntu1) 15.0.50.20240403-git', '15.0'],
    ['gdb-multiarch', 'GNU gdb (GDB) 16.3', '16.3'],
  ])('%s reads its version from %j', (name, output, version) => {
    const tool = tools.find((candidate) => candidate.name === name);
    expect(new RegExp(tool?.version.pattern ?? '').exec(output)?.[1]).toBe(version);
  });
});

describe('lookUp and probeVersion', () => {
  let folder: string;
  let cleanup: () => Promise<void>;

  beforeAll(async () => {
    ({ path: folder, cleanup } = await dir({ unsafeCleanup: true }));
    await mkdir(join(folder, 'first/shared'), { recursive: true });
    await mkdir(join(folder, 'second'));
    await script('second/shared', 'echo fake version 3.4');
    await script('second/angry', 'echo fake version 3.4; exit 1');
    await script('second/mute', 'exit 0');
    await writeFile(join(folder, 'second/plain'), 'no program');
  });
  afterAll(() => cleanup());

  async function script(name: string, body: string) {
    await writeFile(join(folder, name), `#!/bin/sh\n${body}\n`);
    await chmod(join(folder, name), 0o755);
  }

  test.each([
    ['passes over a folder of that name', 'shared', 'second/shared'],
    ['passes over a file that is not executable', 'plain', undefined],
    ['finds nothing', 'absent', undefined],
  ])('%s', (_what, name, expected) => {
    const PATH = `${join(folder, 'first')}::relative:${join(folder, 'second')}`;
    expect(lookUp(name, { PATH })).toBe(expected && join(folder, expected));
  });

  test('looks in no folder that depends on where it is called', () => {
    expect(lookUp('shared', { PATH: relative(process.cwd(), join(folder, 'second')) })).toBeUndefined();
  });

  test('takes a name with a slash as it is, whatever PATH says', () => {
    expect(lookUp(join(folder, 'second/shared'), {})).toBe(join(folder, 'second/shared'));
  });

  test.each([
    ['shared', '3.4'],
    ['angry', undefined],
    ['mute', undefined],
    ['absent', undefined],
  ])('probes %s: %s', async (name, expected) => {
    const tool: Tool = {
      name,
      purpose: '',
      least: '1.0',
      version: { args: [], pattern: 'version ([\\d.]+)' },
    };
    expect(await probeVersion(tool, join(folder, 'second', name))).toBe(expected);
  });

  test.each([
    [
      'packages, each once',
      [{ package: 'a' }, { package: 'b' }, { package: 'a' }],
      true,
      `${OWN_PREFIX}apt-get update && ${OWN_PREFIX}apt-get install -y --no-install-recommends a b`,
    ],
    ['no apt-get', [{ package: 'a' }], false, 'install what Debian calls a'],
    ['no package', [{ mend: 'do this' }], true, 'do this'],
  ])('mendOf: %s', async (_what, parts, hasApt, expected) => {
    if (!existsSync(join(folder, 'second/apt-get'))) await script('second/apt-get', '');
    const tools = parts.map((part) => ({
      name: 'x',
      purpose: '',
      least: '1.0',
      version: { args: [], pattern: '' },
      ...part,
    }));
    expect(mendOf(tools, { PATH: hasApt ? join(folder, 'second') : '' })).toBe(expected);
  });
});
