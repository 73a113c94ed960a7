// SPDX-License-Identifier: GPL-2.0-only
// Makes a mutant's mistake, in a copy of no more than it takes.

import { cpSync, mkdirSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Edit, type Mutant, MutantInvalid } from './mutant.ts';

/** Where the built-in subjects lie, relative to `guest/`. */
const SUBJECTS = 'subjects';

/** As much of a row as planting takes. */
type PlantableRow = Pick<Mutant, 'name' | 'edits' | 'subject'>;

/** A planted mutant. */
export interface Planted {
  /** The project to build in: `root` itself, if the mistake is in the subject alone. */
  root: string;
  /** The folder of the subject to build. */
  subject: string;
}

/**
 * Plants a row whose edits are in `root`/guest, in `into`: a copy of the subject if that is all it changes, else a project of links to
 * everything else.
 * @throws MutantInvalid if the text to replace does not stand there exactly once: then the row has fallen behind the guest
 */
export function plant(row: PlantableRow, root: string, into: string): Planted {
  const { name, edits, subject } = row;
  const own = join(SUBJECTS, subject);
  if (edits.every(({ file }) => file.startsWith(`${own}/`))) {
    const folder = join(into, subject);
    cpSync(join(root, 'guest', own), folder, { recursive: true });
    for (const edit of edits)
      makeEdit(name, { ...edit, file: edit.file.slice(own.length + 1) }, folder, `guest/${own}`);
    return { root, subject: folder };
  }
  plantProject(row, root, into);
  return { root: into, subject: join(into, 'guest', own) };
}

/**
 * Makes `into` a project like `root`, of links to its guest, with the row's mistake in it.
 * @throws MutantInvalid as `plant`
 */
export function plantProject(
  { name, edits }: Pick<PlantableRow, 'name' | 'edits'>,
  root: string,
  into: string,
): void {
  const changed = edits.map(({ file }) => file);
  linkTree(join(root, 'guest'), join(into, 'guest'), changed);
  for (const edit of edits) makeEdit(name, edit, join(into, 'guest'), 'guest');
}

/**
 * Makes one edit below `folder`, which people are shown as `shown`. A link gives way to a changed copy of what it leads to.
 * @throws MutantInvalid as `plant`
 */
export function makeEdit(name: string, { file, from, to }: Edit, folder: string, shown: string): void {
  const path = join(folder, file);
  let text: string;
  try {
    text = readFileSync(path, 'utf8');
  } catch {
    throw new MutantInvalid(`${name}: there is no ${shown}/${file}`);
  }
  const parts = text.split(lines(from));
  if (parts.length !== 2)
    throw new MutantInvalid(
      `${name}: ${shown}/${file} holds ${parts.length - 1} times, not once, what the row replaces: ${lines(from)}`,
    );
  rmSync(path);
  writeFileSync(path, parts.join(lines(to)));
}

function lines(text: string | string[]): string {
  return Array.isArray(text) ? text.join('\n') : text;
}

/** Makes `to` like `from`: real folders down to the files that will be `changed`, links beside them. */
function linkTree(from: string, to: string, changed: readonly string[]): void {
  mkdirSync(to, { recursive: true });
  for (const name of readdirSync(from)) {
    const inside = changed
      .filter((file) => file.startsWith(`${name}/`))
      .map((file) => file.slice(name.length + 1));
    if (inside.length > 0) linkTree(join(from, name), join(to, name), inside);
    else symlinkSync(join(from, name), join(to, name));
  }
}
