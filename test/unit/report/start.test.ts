// SPDX-License-Identifier: GPL-2.0-only
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { wordsToStart } from '../../../harness/report/start.ts';

let tmp: string;
const at = (...path: string[]) => join(tmp, ...path);

/** A folder with a package.json, and `static-call-harness` installed as npm does it: a folder or a link, and a command. */
function project(path: string, installed?: string): void {
  mkdirSync(at(path), { recursive: true });
  writeFileSync(at(path, 'package.json'), '{}');
  if (installed === undefined) return;
  mkdirSync(at(path, 'node_modules/.bin'), { recursive: true });
  if (installed === 'as a folder') mkdirSync(at(path, 'node_modules/static-call-harness'));
  else symlinkSync(at(installed), at(path, 'node_modules/static-call-harness'));
  writeFileSync(at(path, 'node_modules/.bin/static-call-harness'), '');
}

beforeAll(() => {
  tmp = realpathSync(mkdtempSync(join(tmpdir(), 'sct-start-')));
  project('checkout');
  mkdirSync(at('checkout/docs/more'), { recursive: true });
  project('checkout/other');
  project('user', 'as a folder');
  mkdirSync(at('user/src'));
  project('user/below');
  project('linked', 'checkout');
  project('strangers');
});
afterAll(() => rmSync(tmp, { recursive: true, force: true }));

const CHECKOUT = 'checkout';
const INSTALLED = 'user/node_modules/static-call-harness';

test.each([
  ['in the checkout', CHECKOUT, CHECKOUT, ['npx', 'sct']],
  ['below it', 'checkout/docs/more', CHECKOUT, ['npx', 'sct']],
  ['in a project of its own within it', 'checkout/other', CHECKOUT, null],
  ['above it', '.', CHECKOUT, null],
  ['where it is installed', 'user', INSTALLED, ['npx', 'static-call-harness']],
  ['below that', 'user/src', INSTALLED, ['npx', 'static-call-harness']],
  ['in another project below that', 'user/below', INSTALLED, ['npx', 'static-call-harness']],
  ['where it is linked to', 'linked', CHECKOUT, ['npx', 'static-call-harness']],
  ['where another one is installed', 'user', CHECKOUT, null],
  ['in a project without it', 'strangers', INSTALLED, null],
])('%s', (_, from, root, words) => {
  expect(wordsToStart(at(from), at(root))).toEqual(words ?? ['node', at(root, 'bin/sct.mjs')]);
});
