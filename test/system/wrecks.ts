// SPDX-License-Identifier: GPL-2.0-only
// Subjects that ruin the guest in which they run: `reviewed` with one thing more or other. Each must be a fail, and never the bench's error.

import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { packageRoot } from '../../harness/store/places.ts';
import { coreFiles } from '../fixtures/guest-as-tree.ts';

export interface Wreck {
  name: string;
  /** `npm test` has another of its kind. */
  full?: boolean;
  /** What becomes of `reviewed`: in which file, which text, and what stands there instead. */
  edits: readonly { file: string; from: string; to: string }[];
  /** What one of its failed cases must say, as a regular expression. */
  says: string;
  /** Whether its tree has a kernel/static_call.c of its own, which takes the place of the guest's. */
  ownCore?: boolean;
}

/** `npm run bench` measures them, too. PSCI by hvc, the conduit of a guest that was entered at EL1 (DEN 0022F). */
export const WRECKS: readonly Wreck[] = JSON.parse(
  readFileSync(join(packageRoot(), 'test/fixtures/wrecks.json'), 'utf8'),
);

/** Lays out the two files of a wreck at `folder`, a tree for `sct run --tree`. */
export function layOut({ name, edits, ownCore }: Wreck, folder: string): void {
  cpSync(join(packageRoot(), 'guest/subjects/reviewed'), folder, {
    recursive: true,
    filter: (file) => !file.endsWith('expect.json'),
  });
  for (const [path, text] of Object.entries(ownCore ? coreFiles() : {})) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
  for (const { file, from, to } of edits) {
    const path = join(folder, file);
    const text = readFileSync(path, 'utf8');
    if (text.split(from).length !== 2)
      throw new Error(`${name}: ${JSON.stringify(from)} does not stand once in ${file}`);
    writeFileSync(
      path,
      text.replace(from, () => to),
    );
  }
}
