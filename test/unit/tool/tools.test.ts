// SPDX-License-Identifier: GPL-2.0-only
import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { dir } from 'tmp-promise';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import tools from '../../../harness/tool/tools.json' with { type: 'json' };
import { findTool, ToolMissing, toolStatuses } from '../../../harness/tool/tools.ts';

let folder: string;
let cleanup: () => Promise<void>;

beforeAll(async () => {
  ({ path: folder, cleanup } = await dir({ unsafeCleanup: true }));
  const scripts = {
    'clang-19': 'echo "Debian clang version 19.1.7 (3~deb12u1)"',
    'ld.lld-19': 'echo "LLD 18.1.8 (compatible with GNU linkers)"',
    'llvm-objdump-19': 'exit 127',
    'other-clang': 'echo "clang version 20.1.0"',
    'apt-get': '',
  };
  for (const [name, body] of Object.entries(scripts)) {
    await writeFile(join(folder, name), `#!/bin/sh\n${body}\n`);
    await chmod(join(folder, name), 0o755);
  }
});
afterAll(() => cleanup());

describe('findTool', () => {
  test('finds a tool along PATH', () => {
    expect(findTool('clang-19', { PATH: folder })).toBe(join(folder, 'clang-19'));
  });

  test.each(['other-clang', './other-clang'])('honours the variable: %s', (override) => {
    const SCT_CLANG = override.startsWith('.') ? join(folder, override) : override;
    expect(findTool('clang-19', { PATH: folder, SCT_CLANG })).toBe(join(folder, 'other-clang'));
  });

  test('an empty variable is no variable', () => {
    expect(findTool('clang-19', { PATH: folder, SCT_CLANG: '' })).toBe(join(folder, 'clang-19'));
  });

  test('says what is missing, what for, and one command for all that is missing', () => {
    const error = errorOf(() => findTool('qemu-system-aarch64', { PATH: folder }));
    expect(error).toBeInstanceOf(ToolMissing);
    expect(error.exitCode).toBe(3);
    expect(error.message).toMatch(/^qemu-system-aarch64 is missing: it boots the guests\.\nTo mend it: /);
    expect(error.message).toMatch(/apt-get install .* llvm-19 qemu-system-arm qemu-user git util-linux/);
    expect(error.message).not.toContain('clang-19');
    // Nobody asked for an optional one.
    expect(error.message).not.toContain('gdb');
  });

  test('an optional tool is missing only if it is asked for', () => {
    const error = errorOf(() => findTool('gdb-multiarch', { PATH: folder }));
    expect(error.message).toMatch(/^gdb-multiarch is missing: .*\nTo mend it: .* gdb-multiarch/);
  });

  test('a variable that leads nowhere is not mended by a package', () => {
    const error = errorOf(() => findTool('qemu-system-aarch64', { PATH: folder, SCT_QEMU: '/nowhere/qemu' }));
    expect(error.message).toContain('SCT_QEMU=/nowhere/qemu is no executable file');
    expect(error.message).toContain('unset SCT_QEMU');
    expect(error.message).not.toContain('apt-get');
  });
});

describe('toolStatuses', () => {
  test('judges each tool', async () => {
    const statuses = await toolStatuses({ PATH: folder });
    const verdicts = Object.fromEntries(statuses.map(({ tool, verdict }) => [tool.name, verdict]));
    expect(verdicts).toEqual({
      node: 'ok',
      npm: 'missing',
      'clang-19': 'ok',
      'ld.lld-19': 'too old',
      'aarch64-linux-gnu-gcc-12': 'missing',
      'llvm-objcopy-19': 'missing',
      'llvm-readelf-19': 'missing',
      'llvm-objdump-19': 'broken',
      'llvm-symbolizer-19': 'missing',
      'llvm-mca-19': 'missing',
      'qemu-system-aarch64': 'missing',
      'qemu-aarch64': 'missing',
      git: 'missing',
      setpriv: 'missing',
      'gdb-multiarch': 'missing',
      chromium: 'missing',
      'lld-link-19': 'missing',
      mkimage: 'missing',
      'clang-format-19': 'missing',
      make: 'missing',
      flex: 'missing',
      bison: 'missing',
      m4: 'missing',
      bc: 'missing',
      xz: 'missing',
    });
  });
});

function errorOf(action: () => unknown): ToolMissing {
  try {
    action();
  } catch (error) {
    if (error instanceof ToolMissing) return error;
  }
  throw new Error('expected a ToolMissing');
}

test("a tool's pattern reads as many numbers as the least version has", () => {
  const short = tools.filter(({ least, version }) => {
    const numbers = version.pattern.match(/\\d\+/g)?.length ?? 0;
    return numbers < least.split('.').length;
  });
  expect(short.map(({ name }) => name)).toEqual([]);
});
