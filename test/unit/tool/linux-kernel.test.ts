// SPDX-License-Identifier: GPL-2.0-only

import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { whyNoKernel } from '../../../harness/tool/linux-kernel.ts';
import { standsAnywhere } from '../../../scripts/linux/stock-kernel.mjs';

const cache = mkdtempSync(join(tmpdir(), 'sct-linux-kernel-'));
const folder = join(cache, 'linux/linux-stock');
const sources = join(folder, 'usr/src');
const build = join(folder, 'build');
const written = (root: string) =>
  writeFileSync(join(build, 'Makefile'), `include ${root}/usr/src/linux-headers-6.12-common/Makefile\n`);

beforeAll(() => {
  mkdirSync(build, { recursive: true });
  mkdirSync(join(sources, 'linux-headers-6.12-common'), { recursive: true });
  writeFileSync(join(folder, 'Image'), '');
  writeFileSync(join(folder, 'kernel.json'), '{"release":"6.12","compiler":"gcc-12"}');
});
afterAll(() => rmSync(cache, { recursive: true, force: true }));

test('a kernel whose headers are where its Makefile says is there', () => {
  written(folder);
  expect(whyNoKernel('linux-stock', cache)).toBeUndefined();
});

test('one whose headers were moved is not, and what mends it is said, and does', () => {
  written('/nowhere');
  const why = whyNoKernel('linux-stock', cache);
  expect(why).toContain('/nowhere/usr/src/linux-headers-6.12-common');
  expect(why).toContain('npm run setup:linux -- --kernel linux-stock');
  standsAnywhere(build);
  expect(whyNoKernel('linux-stock', cache)).toBeUndefined();
});
