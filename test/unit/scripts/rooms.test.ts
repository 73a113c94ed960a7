// SPDX-License-Identifier: GPL-2.0-only
// The lint rule of the rooms, on harnesses that break it.

import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { dirSync } from 'tmp-promise';
import { expect, onTestFinished, test } from 'vitest';
import { misplaced } from '../../../scripts/rooms.mjs';

/** A harness of these files. */
function harness(files: Record<string, string>): string {
  const { name, removeCallback } = dirSync({ unsafeCleanup: true });
  onTestFinished(removeCallback);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(name, file)), { recursive: true });
    writeFileSync(join(name, file), text);
  }
  return name;
}

test('imports that run down, and within a room', () => {
  const files = {
    'cli.ts': "import { run } from './commands/run.ts';",
    'commands/run.ts': "import '../base/exit.ts'; import './shared/options.ts';",
    'commands/shared/options.ts': "await import('../../report/file.ts');",
    'report/file.ts': "import { readFileSync } from 'node:fs';",
    'base/exit.ts': '',
  };
  expect(misplaced(harness(files))).toEqual([]);
});

test.for([
  ['a value', "import { run } from '../run/run.ts';"],
  ['a type', "import type { Run } from '../run/run.ts';"],
  ['on demand', "export const run = async () => import('../run/run.ts');"],
  ['handed on', "export { run } from '../run/run.ts';"],
  ['a type in place', "export type Run = import('../run/run.ts').Run;"],
])('an import that runs up: %s', ([, text]) => {
  expect(misplaced(harness({ 'store/memo.ts': `${text}` }))).toEqual([
    'harness/store/memo.ts imports run/run.ts: store is below run',
  ]);
});

test('what is in no room', () => {
  const found = misplaced(harness({ 'loose.ts': '', 'cellar/wine.ts': '' }));
  expect(found.join('\n')).toMatch(/^harness\/cellar: no room .*\nharness\/loose\.ts: no room /);
});
