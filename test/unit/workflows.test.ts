// SPDX-License-Identifier: GPL-2.0-only
// An action of a workflow, or of sct's own action, is pinned by its commit: a tag can be moved to other code by whoever gets hold of the action's repository.

import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { packageRoot } from '../../harness/store/places.ts';

const folder = join(packageRoot(), '.github/workflows');

/** `uses: owner/name@<commit> # v1.2.3`, or an action of this repository, which is at this commit anyway. */
const PINNED = /^\s*(?:- )?uses: (?:\.\/\S*|[\w.-]+(?:\/[\w.-]+)+@[0-9a-f]{40} # v\d+\.\d+\.\d+)$/;

/** The lines that name an action, in whatever way YAML allows, but not by commit with the version beside it. */
function unpinned(workflow: string): string[] {
  return workflow.split('\n').filter((line) => /^[^#]*\buses\b['"]?\s*:/.test(line) && !PINNED.test(line));
}

const files = [...readdirSync(folder).map((file) => join(folder, file)), join(packageRoot(), 'action.yml')];

test.for(files)('%s pins each action by commit', (file) => {
  const text = readFileSync(file, 'utf8');
  expect(unpinned(text)).toEqual([]);
});

const COMMIT = '0123456789abcdef0123456789abcdef01234567';

test.for([
  '      - uses: actions/checkout@v4',
  '      - uses: actions/checkout@main',
  '        uses: actions/checkout',
  `      - uses: actions/checkout@${COMMIT}`,
  `      - uses: actions/checkout@${COMMIT.slice(1)} # v4.3.1`,
  `      - uses: actions/checkout@${COMMIT} # v4`,
  '      - { uses: actions/checkout@v4 }',
  '      - "uses": actions/checkout@v4',
])('%s is refused', (line) => {
  expect(unpinned(line)).toEqual([line]);
});

test.for([
  `      - uses: actions/checkout@${COMMIT} # v4.3.1`,
  `        uses: owner/name/folder@${COMMIT} # v1.0.0`,
  '      - uses: ./.github/actions/mine',
  '      # uses: actions/checkout@v4',
  '      - run: npm test',
])('%s is taken', (line) => {
  expect(unpinned(line)).toEqual([]);
});
