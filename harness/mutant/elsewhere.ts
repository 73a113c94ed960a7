// SPDX-License-Identifier: GPL-2.0-only
// The table on another machine than its rows name: which mistakes of a subject show there, too.

import { join } from 'node:path';
import { UsageError } from '../base/exit.ts';
import { ABI_SUITE, BUILD_SUITE, CONSOLE_CASE, nameOf } from '../base/plan.ts';
import type { CaseResult } from '../base/verdict.ts';
import { MACHINES } from '../machine/machines.ts';
import { packageRoot } from '../store/places.ts';
import { isGeneric } from '../subject/subject.ts';
import { noticed, type Tried } from './judge-mutant.ts';
import { type Mutant, names } from './mutant.ts';

/** Suites that boot nothing say the same wherever it is. */
const ANYWHERE: readonly string[] = [ABI_SUITE, BUILD_SUITE, CONSOLE_CASE.suite];

function subjectFolder({ subject }: Mutant): string {
  return join(packageRoot(), 'guest/subjects', subject);
}

/**
 * The subjects' rows as that machine is asked about them, with the cases that run there, and a note that names those which are left out.
 * @throws UsageError for a machine that there is not, or that boots nothing
 */
export function rowsElsewhere(rows: readonly Mutant[], name: string): { rows: Mutant[]; notes: string[] } {
  const machine = MACHINES.find((one) => one.name === name);
  if (!machine)
    throw new UsageError(
      `there is no machine ${name} that boots; those that do: ${MACHINES.map((one) => one.name).join(', ')}`,
    );
  if (machine.kind === 'here')
    throw new UsageError(
      `no mutant is loaded into the kernel of this machine: ${name} is for \`sct run\` alone`,
    );
  const shown = ({ killedBy }: Mutant) =>
    killedBy.filter((pattern) => !ANYWHERE.includes(pattern.split('.')[0] ?? ''));
  const ofSubjects = rows.filter((row) => row.changes === 'subject');
  const silent = ofSubjects.filter((row) => shown(row).length === 0);
  // In Linux their header is the kernel's own, and a mistake in another one is nowhere.
  const elses = ofSubjects.filter(
    (row) => machine.kind === 'linux' && !silent.includes(row) && isGeneric(subjectFolder(row)),
  );
  const asked = ofSubjects.filter((row) => !silent.includes(row) && !elses.includes(row));
  const note = (left: readonly Mutant[], why: string) =>
    left.length === 0
      ? []
      : [`${name}: ${left.length} rows ${why}: ${left.map((row) => row.name).join(', ')}`];
  return {
    rows: asked.map((row) => ({ ...row, machine: name, killedBy: shown(row) })),
    notes: [
      ...note(silent, 'name no case that boots'),
      ...note(elses, "change calls without trampolines, which in Linux are the kernel's own"),
    ],
  };
}

/** What was asked of a row, without the cases that the machine cannot show: there somebody else must notice. */
export function askedOf(
  mutant: Mutant,
  results: readonly CaseResult[],
): { mutant: Mutant; results: CaseResult[] } {
  const ran = results.filter(({ verdict }) => verdict !== 'skip');
  const killedBy = mutant.killedBy.filter((pattern) => ran.some((result) => names(pattern, result)));
  // All of them are skipped: the row survives, and says why.
  if (killedBy.length === 0) return { mutant, results: [...results] };
  return { mutant: { ...mutant, killedBy }, results: ran };
}

/** A case of a mutant in Linux: a panic there, or a hang, is what a user sees, where the guest kernel has caught an exception or a stuck lock. */
export function asInLinux(mutant: Mutant): Mutant {
  return { ...mutant, hangs: true, crashes: true };
}

/** Whether any case that boots has noticed already. */
export function isNoticed(mutant: Mutant, results: readonly CaseResult[]): boolean {
  return noticedByAny(mutant, results) !== undefined;
}

/** What becomes of a row whose own cases do not run there, or do not see it, once every case that boots has been asked; undefined if none of them notices it. */
export function noticedByAny(mutant: Mutant, results: readonly CaseResult[]): Tried | undefined {
  const by = results.filter((one) => !ANYWHERE.includes(one.suite) && noticed(one, mutant)).map(nameOf);
  return by.length === 0 ? undefined : { verdict: 'killed', by, expected: by, problems: [] };
}
