// SPDX-License-Identifier: GPL-2.0-only
// The real module makes kernels of a tree of a few files, with a make that does what kbuild's targets leave behind.
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { KERNELS, type KernelName, makeKernels } from '../../../../scripts/linux/cfi-kernel.mjs';

// Each test starts some twenty processes, and the machine may be busy.
vi.setConfig({ testTimeout: 30_000 });

const guest = fileURLToPath(new URL('../../../../guest/linux', import.meta.url));

/** Logs its targets; olddefconfig drops the options in $DROPPED, as kconfig drops what a tree does not know, and Image fails if $BROKEN is set. */
const MAKE = `#!/bin/sh
echo "$*" >> "$CALLS"
for word; do case $word in O=*) out=\${word#O=};; KBUILD_RUN_COMMAND=*) kit=\${word##* };; esac; done
for word; do case $word in
allnoconfig) : > $out/.config;;
olddefconfig) grep -v -x -e "$DROPPED" $out/.config > $out/new; mv $out/new $out/.config;;
Image) echo '  CC      init/main.o'
  [ -z "$BROKEN" ] || { echo 'init/main.c:1:1: error: a bad day' >&2; exit 2; }
  mkdir -p $out/arch/arm64/boot; echo image > $out/arch/arm64/boot/Image; echo vmlinux > $out/vmlinux;;
run-command) mkdir -p $kit/include/config; echo 6.99.1-sct-cfi > $kit/include/config/kernel.release;;
esac; done
`;
/** kbuild's, as far as it matters: the fragments after what is there. */
const MERGE =
  '#!/bin/sh\nfor file; do case $file in *.config) [ "$file" = "$3/.config" ] || cat "$file" >> "$3/.config";; esac; done\n';

let root: string;
let tree: string;
let cache: string;
let said: string[];

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'sct-kernel-'));
  [tree, cache, said] = [join(root, 'tree'), join(root, 'cache'), []];
  write('bin/make', MAKE, 0o755);
  write('tree/scripts/kconfig/merge_config.sh', MERGE, 0o755);
  for (const file of ['Makefile', 'arch/arm64/Makefile', 'scripts/package/install-extmod-build'])
    write(`tree/${file}`, '');
  vi.stubEnv('PATH', `${join(root, 'bin')}${delimiter}${process.env.PATH}`);
  vi.stubEnv('CALLS', join(root, 'calls'));
  vi.stubEnv('DROPPED', 'CONFIG_CFI=y');
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(root, { recursive: true, force: true });
});

test('makes a kernel whole, says what it costs first, and leaves nothing else', async () => {
  await setup();
  expect(said[0]).toMatch(/^making the kernel of linux-cfi, with kCFI and BTI, from \/.*: some \d+ minutes/);
  const kernel = join(cache, 'linux-cfi');
  expect(readdirSync(kernel).sort()).toEqual(['Image', 'build', 'kernel.json', 'vmlinux']);
  expect(JSON.parse(readFileSync(join(kernel, 'kernel.json'), 'utf8'))).toMatchObject({
    release: '6.99.1-sct-cfi',
    compiler: 'clang-19',
    cfi: true,
    bti: true,
    pages: '4k',
  });
  expect(readFileSync(join(kernel, 'build/.config'), 'utf8')).toContain('CONFIG_ARM64_BTI_KERNEL=y\n');
  expect(readdirSync(cache).filter((name) => /incomplete|^apt/.test(name))).toEqual([]);
});

test('makes it once, and anew when the tree has changed', async () => {
  await setup();
  const first = calls();
  await setup();
  expect(calls()).toBe(first);
  write('tree/Makefile', '# changed\n');
  await setup();
  expect(calls()).toBeGreaterThan(first);
});

test('a build that breaks leaves nothing that looks whole, and the next one goes on', async () => {
  vi.stubEnv('BROKEN', 'yes');
  await expect(setup()).rejects.toThrow(/ended with 2[\s\S]*init\/main\.c:1:1: error: a bad day/);
  expect(existsSync(join(cache, 'linux-cfi'))).toBe(false);
  expect(readdirSync(cache).filter((name) => /^cfi-\w+$/.test(name))).toEqual([]);
  vi.stubEnv('BROKEN', '');
  await setup();
  expect(existsSync(join(cache, 'linux-cfi/Image'))).toBe(true);
});

test('a tree that drops an option makes no kernel, and is told which', async () => {
  vi.stubEnv('DROPPED', 'CONFIG_ARM64_BTI_KERNEL=y');
  await expect(setup()).rejects.toMatchObject({
    exitCode: 2,
    message: expect.stringMatching(/must have: CONFIG_ARM64_BTI_KERNEL=y \(/),
  });
  expect(existsSync(join(cache, 'linux-cfi'))).toBe(false);
});

test.each([
  [
    'is no kernel tree',
    () => rmSync(join(tree, 'arch'), { recursive: true }),
    /has no arch\/arm64\/Makefile/,
  ],
  ['was built in', () => write('tree/.config', ''), /was built in \(\.config\)[\s\S]*mrproper/],
])('a folder that %s is refused', async (_, spoil, message) => {
  spoil();
  await expect(setup()).rejects.toMatchObject({ exitCode: 2, message: expect.stringMatching(message) });
});

test.each(Object.entries(KERNELS))(
  '%s asks for kCFI, BTI and modules, and for no option twice',
  (_, files) => {
    const options = files.flatMap(
      (file) => readFileSync(join(guest, file), 'utf8').match(/^CONFIG_\w+/gm) ?? [],
    );
    expect(options).toEqual([...new Set(options)]);
    expect(options).toEqual(
      expect.arrayContaining(['CONFIG_CFI', 'CONFIG_ARM64_BTI_KERNEL', 'CONFIG_MODULES']),
    );
  },
);

function setup(kernels: KernelName[] = ['linux-cfi']) {
  return makeKernels({ kernels, tree, jobs: 1, cache }, (text) => said.push(text));
}

/** How often make was called. */
function calls(): number {
  return readFileSync(join(root, 'calls'), 'utf8').split('\n').length;
}

function write(name: string, text: string, mode = 0o644): void {
  const file = join(root, name);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, text);
  chmodSync(file, mode);
}
