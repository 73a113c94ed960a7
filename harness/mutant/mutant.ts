// SPDX-License-Identifier: GPL-2.0-only
// The table of mutants, guest/mutants/*.json: what is wrong on purpose, and the cases that must notice.

import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { z } from 'zod';
import { SctError } from '../base/exit.ts';

const line = z.string().refine((text) => !text.includes('\n'), {
  error: 'a text of several lines is a list of lines: ["first", "second"], with no \\n in any of them',
});
const lines = z.union([line, z.array(line).min(2, { error: 'a text of one line is no list' })]);

const edit = z.strictObject({
  /** In the table relative to the folder of what the row changes; in a row that was loaded, relative to `guest/` or `harness/`. */
  file: z.string(),
  /** What stands there exactly once; several lines are a list. */
  from: lines,
  to: lines,
});

/** One place in one file, and what it becomes. */
export type Edit = z.infer<typeof edit>;

const mutant = z
  .strictObject({
    name: z.string().regex(/^[a-z0-9-]+$/),
    /** The mistake, in a line. */
    mistake: z.string().min(1),
    /** Whose mistake it is: a subject's, the bench's own guest kernel's, or the harness's. */
    changes: z.enum(['subject', 'guest', 'harness']).default('subject'),
    edits: z.array(edit).min(1),
    /** The subject that is built. */
    subject: z.string().default('reviewed'),
    machine: z.string().default('max'),
    /** `full`: `npm test`, which has others of its kind, does not try it; `sct mutate` does, and so does the workflow's full job. */
    matrix: z.enum(['default', 'full']).default('default'),
    /** The cases that must notice, as `suite.case`; `*` stands for any letters of a case's name. */
    killedBy: z.array(z.string().regex(/^\w+\.[\w*]+$/)).default([]),
    /** The named cases may notice by hanging until the watchdog or a time-out ends them. */
    hangs: z.boolean().default(false),
    /** The named cases may notice by the end of the whole boot. */
    crashes: z.boolean().default(false),
    /** The named cases may notice by saying that this host was too busy to tell: the mistake is that they did not see enough. */
    busy: z.boolean().default(false),
    /**
     * In a row that changes the harness, the name of another row, which the harness then runs with: the named cases of that mutant go
     * unnoticed by it, and that is how the mistake shows. Without, the named cases go wrong in a run of a guest that is right.
     */
    with: z.string().optional(),
    /** Instead of `killedBy`: why this is no mistake at all, so that nothing may notice. */
    equivalent: z.string().min(1).optional(),
    /** Why no case that boots in Linux notices it, where none does: the difference between Linux and the guest kernel. */
    inLinux: z.string().min(1).optional(),
  })
  .refine(({ killedBy, equivalent }) => killedBy.length > 0 !== (equivalent !== undefined), {
    error: 'a row has either killedBy or equivalent',
  })
  .refine((row) => row.with === undefined || (row.changes === 'harness' && row.killedBy.length > 0), {
    error: 'only a row that changes the harness and is killed has "with"',
  })
  .transform((row) =>
    row.changes === 'subject'
      ? { ...row, edits: row.edits.map((edit) => ({ ...edit, file: inSubject(row.subject, edit.file) })) }
      : row,
  );

/** One row of the table. */
export type Mutant = z.infer<typeof mutant>;

/** A row that cannot be used as it stands. */
export class MutantInvalid extends SctError {
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
      const parsed = z.array(mutant).safeParse(jsonOf(join(folder, file)));
      if (!parsed.success) throw new MutantInvalid(`guest/mutants/${file}: ${z.prettifyError(parsed.error)}`);
      return parsed.data;
    });
  const twice = rows.find(({ name }, index) => rows.findIndex((row) => row.name === name) !== index);
  if (twice) throw new MutantInvalid(`guest/mutants: two mutants are named ${twice.name}`);
  for (const row of rows)
    if (
      row.with !== undefined &&
      !rows.some(({ name, changes }) => name === row.with && changes !== 'harness')
    )
      throw new MutantInvalid(
        `guest/mutants: ${row.name} is with ${row.with}, which is no mutant of a guest`,
      );
  return rows;
}

function jsonOf(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (error) {
    throw new MutantInvalid(`${path}: ${(error as Error).message}`);
  }
}

/** A file of a subject's row, relative to `guest/`. It may lie outside: `../../cases/branch.S`. */
function inSubject(subject: string, file: string): string {
  return posix.join('subjects', subject, file);
}

/** Whether an entry of `killedBy` names this case. */
export function names(pattern: string, { suite, case: name }: { suite: string; case: string }): boolean {
  const regex = new RegExp(`^${pattern.replaceAll('.', '\\.').replaceAll('*', '\\w*')}$`);
  return regex.test(`${suite}.${name}`);
}
