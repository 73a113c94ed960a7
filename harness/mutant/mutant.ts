// SPDX-License-Identifier: GPL-2.0-only
// Mutants: a guest that is wrong on purpose, and the cases that must notice. The table is guest/mutants/*.json.

import { cpSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';

const edit = z.strictObject({
  /** Relative to `guest/`. */
  file: z.string(),
  /** What stands there exactly once, line breaks and all; several lines may be given as a list. */
  from: z.union([z.string(), z.array(z.string())]),
  to: z.union([z.string(), z.array(z.string())]),
});

const mutant = z.strictObject({
  name: z.string().regex(/^[a-z0-9-]+$/),
  /** Whose mistake it is: a subject's, or the bench's own guest kernel's. */
  changes: z.enum(['subject', 'guest']),
  /** The mistake, in a line. */
  mistake: z.string(),
  edits: z.array(edit).min(1),
  /** The subject that is built; the edits of a subject's mutant are in its folder. */
  subject: z.string().default('reviewed'),
  machine: z.string().default('max'),
  /** The cases that must notice, as `suite.case`; `*` stands for any letters of a case's name. */
  killedBy: z.array(z.string().regex(/^\w+\.[\w*]+$/)).min(1),
});

/** One row of the table. */
export type Mutant = z.infer<typeof mutant>;

/** A row that cannot be used as it stands. */
export class MutantInvalid extends Error {
  override name = 'MutantInvalid';
}

/**
 * All mutants of `root`/guest/mutants, by file and row.
 * @throws MutantInvalid naming the file and what is wrong in it
 */
export function loadMutants(root: string): Mutant[] {
  const folder = join(root, 'guest/mutants');
  const rows = readdirSync(folder)
    .filter((file) => file.endsWith('.json'))
    .sort()
    .flatMap((file) => {
      const parsed = z.array(mutant).safeParse(JSON.parse(readFileSync(join(folder, file), 'utf8')));
      if (!parsed.success) throw new MutantInvalid(`guest/mutants/${file}: ${z.prettifyError(parsed.error)}`);
      return parsed.data;
    });
  const twice = rows.find(({ name }, index) => rows.findIndex((row) => row.name === name) !== index);
  if (twice) throw new MutantInvalid(`two mutants are named ${twice.name}`);
  return rows;
}

/**
 * Copies `root`/guest to `into`/guest and makes the mutant's mistake there.
 * @throws MutantInvalid if the text to replace does not stand there exactly once: then the row has fallen behind the guest
 */
export function plant({ name, edits }: Mutant, root: string, into: string): void {
  cpSync(join(root, 'guest'), join(into, 'guest'), { recursive: true });
  for (const { file, from, to } of edits) {
    const path = join(into, 'guest', file);
    const parts = readFileSync(path, 'utf8').split(lines(from));
    if (parts.length !== 2)
      throw new MutantInvalid(
        `${name}: guest/${file} holds ${parts.length - 1} times, not once: ${lines(from)}`,
      );
    writeFileSync(path, parts.join(lines(to)));
  }
}

function lines(text: string | string[]): string {
  return Array.isArray(text) ? text.join('\n') : text;
}

/** Whether an entry of `killedBy` names this case. */
export function names(pattern: string, { suite, case: name }: { suite: string; case: string }): boolean {
  const regex = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '\\w*')}$`);
  return regex.test(`${suite}.${name}`);
}
