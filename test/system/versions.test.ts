// SPDX-License-Identifier: GPL-2.0-only
// A tool of the wrong version is refused by name, with exit code 3; a right one is asked for its version once.

import { mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { findTool } from '../../harness/tool/tools.ts';
import { ROOT, scratch, sct } from './sct.ts';

let tmp: string;
let cache: string;
beforeEach(() => {
  tmp = scratch();
  cache = join(tmp, 'cache');
  mkdirSync(cache);
  // Nothing is known of any tool, and no image is there; what the real compiler made need not be made again.
  symlinkSync(join(process.env.SCT_CACHE ?? join(ROOT, '.cache'), 'objects'), join(cache, 'objects'));
});
afterEach(() => rmSync(tmp, { recursive: true, force: true }));

/** A program that answers `--version` (a QEMU: over QMP) with these words, writes down that it was asked, and is `real` otherwise. */
function impostor(real: string, words: string): string {
  const path = join(tmp, 'impostor');
  const script = `#!/bin/sh
case " $* " in *" --version "* | *" -qmp stdio "*) echo asked >>'${path}.log'; cat <<'END'
${words}
END
exit 0 ;; esac
exec '${real}' "$@"
`;
  writeFileSync(path, script, { mode: 0o755 });
  return path;
}

const run = (machine: string, env: Record<string, string>) =>
  sct(['run', '--subject', 'reviewed', '--machine', machine], {
    env: { SCT_CACHE: cache, TMPDIR: tmp, ...env },
  });

test.for([
  { tool: 'clang-19', variable: 'SCT_CLANG', words: 'Debian clang version 14.0.6', version: '14.0.6' },
  {
    tool: 'ld.lld-19',
    variable: 'SCT_LLD',
    words: 'Debian LLD 14.0.6 (compatible with GNU linkers)',
    version: '14.0.6',
  },
  {
    tool: 'llvm-objcopy-19',
    variable: 'SCT_OBJCOPY',
    words: 'Debian LLVM version 14.0.6',
    version: '14.0.6',
  },
  {
    tool: 'llvm-readelf-19',
    variable: 'SCT_READELF',
    words: 'Debian LLVM version 14.0.6',
    version: '14.0.6',
  },
  {
    tool: 'llvm-objdump-19',
    variable: 'SCT_OBJDUMP',
    words: 'Debian LLVM version 14.0.6',
    version: '14.0.6',
  },
  {
    tool: 'qemu-system-aarch64',
    variable: 'SCT_QEMU',
    words:
      '{"QMP": {"version": {"qemu": {"major": 5, "minor": 0, "micro": 0}}}}\n{"return": [{"name": "max"}]}',
    version: '5.0.0',
  },
])('$tool $version', async ({ tool, variable, words, version }) => {
  const path = impostor(findTool(tool), words);
  const machine = variable === 'SCT_QEMU' ? 'max' : 'host';
  const { exitCode, stdout, stderr } = await run(machine, { [variable]: path });
  expect({ exitCode, stdout, stderr }).toMatchObject({ exitCode: 3, stdout: '' });
  expect(stderr).toContain(`${path} is version ${version}, and sct needs ${tool} `);
  expect(stderr).toContain(`To mend it: unset ${variable}`);
  expect(stderr).not.toMatch(/\n\s+at /);
});

test('a tool that does not tell its version', async () => {
  const path = impostor(findTool('clang-19'), 'good day');
  const { exitCode, stderr } = await run('host', { SCT_CLANG: path });
  expect(exitCode).toBe(3);
  expect(stderr).toContain(`${path} does not tell its version, and sct needs clang-19 `);
});

test('a tool of the right version is asked once', async () => {
  const path = impostor(findTool('ld.lld-19'), 'LLD 19.1.7');
  const env = { SCT_LLD: path };
  expect((await run('host', env)).exitCode).toBe(0);
  const v7 = await sct(['run', '--subject', 'v7', '--machine', 'host'], {
    env: { SCT_CACHE: cache, TMPDIR: tmp, ...env },
  });
  expect(v7.exitCode).toBe(0);
  expect(readFileSync(`${path}.log`, 'utf8')).toBe('asked\n');
});
