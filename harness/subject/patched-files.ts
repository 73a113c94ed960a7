// SPDX-License-Identifier: GPL-2.0-only
// The files of a tree, as patches have changed them so far.

import type { SourceTree } from './source-tree.ts';

/** A tree, and what the patches have made of its files so far. Text is latin1, so that it stays what it is. */
export class PatchedFiles {
  readonly #base: SourceTree;
  readonly #patched = new Map<string, string | null>();

  constructor(base: SourceTree) {
    this.#base = base;
  }

  read(path: string): string | null {
    const patched = this.#patched.get(path);
    return patched === undefined ? this.#base.read(path) : patched;
  }

  has(path: string): boolean {
    return this.read(path) !== null;
  }

  write(path: string, content: string | null): void {
    this.#patched.set(path, content);
  }
}
