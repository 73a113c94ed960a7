// SPDX-License-Identifier: GPL-2.0-only
// A row that only the full job tries falls behind what it changes without anybody's notice: so each is held against its files here.

import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { loadMutants } from '../../../harness/mutant/mutant.ts';
import { makeEdit } from '../../../harness/mutant/plant.ts';
import { packageRoot } from '../../../harness/store/places.ts';

const root = packageRoot();
const full = loadMutants(root).filter(({ matrix }) => matrix === 'full');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'sct-t-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

test.each(full)('$name finds what it replaces', ({ name, changes, edits }) => {
  const shown = changes === 'harness' ? 'harness' : 'guest';
  for (const { file } of edits) {
    const copy = join(folder, file);
    mkdirSync(dirname(copy), { recursive: true });
    if (!existsSync(copy)) cpSync(join(root, shown, file), copy);
  }
  for (const edit of edits) makeEdit(name, edit, folder, shown);
  expect(edits.length).toBeGreaterThan(0);
});
