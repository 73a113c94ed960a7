// SPDX-License-Identifier: GPL-2.0-only
// A developer's own subject: mutants are derived from its two files, and what no case notices is named.

import { cpSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { UsageError } from '../base/exit.ts';
import { pick } from '../base/pick.ts';
import { BUILD_SUITE, CONTROL_SUITE, nameOf } from '../base/plan.ts';
import type { CaseResult } from '../base/verdict.ts';
import { type Builder, createBuilder } from '../compile/build.ts';
import { probe } from '../machine/installed-qemu.ts';
import type { Machine } from '../machine/machine.ts';
import { MACHINES } from '../machine/machines.ts';
import { availableMachines } from '../machine/probe.ts';
import { hostCell } from '../run/cell.ts';
import { prepare } from '../run/prepare.ts';
import { createRunFolder } from '../store/run-folder.ts';
import { loadAllBuiltin } from '../subject/load.ts';
import { loadOutside } from '../subject/load-outside.ts';
import type { Outside } from '../subject/outside.ts';
import { defines, ownFiles, TRANSFORM } from '../subject/own-files.ts';
import { SUBJECT_FILES, type Subject } from '../subject/subject.ts';
import { type Derived, derive } from './derive.ts';
import { hunkOf } from './hunk.ts';
import { noticed } from './judge-mutant.ts';
import { type MutateOptions, type MutateReport, tryEach } from './mutate.ts';
import { bootedResults, type TriedMutant, triedOrInvalid, unbuilt } from './try-mutant.ts';

/**
 * What a mutant must get through to survive, cheapest first: the suites that notice most, for which few files are compiled; then every suite;
 * then the machines on which each instruction is interrupted and on which another CPU calls meanwhile. `abi` is judged with each. Costs are not: an outside subject says nothing of its own.
 */
const STAGES: readonly { machine: string; suites: readonly string[] }[] = [
  { machine: 'max', suites: ['bti', 'dispatch', 'memory', 'patch'] },
  { machine: 'max', suites: [] },
  { machine: 'max-icount4', suites: ['interrupt'] },
  { machine: 'max-smp2', suites: ['smp'] },
];

/** A derived mutant may hang or crash, and that is noticed: the subject as it is does neither. */
const ANY_CUT = { hangs: true, crashes: true, busy: false };

interface Stage {
  machine: Machine;
  suites: readonly string[];
}

/**
 * Derives mutants of a subject from outside and tries them, or those that are named.
 * @throws UsageError for a name that there is not, and for a subject that cannot be judged itself; whatever `sct run` throws
 */
export async function mutateOutside(outside: Outside, options: MutateOptions): Promise<MutateReport> {
  const { names, jobs, signal, onProgress = () => {} } = options;
  await using runFolder = await createRunFolder();
  const { subject, notes } = await loadOutside(outside, runFolder.path, await loadAllBuiltin());
  const read = (file: string) => readFileSync(join(subject.folder, file), 'utf8');
  const sources = ownFiles(subject.folder).filter((file) => file !== SUBJECT_FILES.header);
  const path = sources.find((file) => defines(read(file), TRANSFORM)) ?? sources[0];
  const original = {
    header: read(SUBJECT_FILES.header),
    source: path === undefined ? '' : read(path),
    ...(path !== undefined && { path }),
  };
  const mutants = pick('mutant', derive(original), names);

  onProgress({ kind: 'building' });
  const builder = createBuilder({ ...(jobs && { jobs }), ...(signal && { signal }) });
  const stages = await stagesHere(notes);
  const known = await baseline(subject, builder, stages, options);
  if (known.size > 0)
    notes.push(`${subject.name}: fails by itself, and so notices nothing: ${[...known].join(', ')}`);

  const tried = await tryEach(mutants, tryDerived, options);
  return { ...tried, notes: [...notes, ...tried.notes], selector: subject.selector ?? [] };

  async function tryDerived({ name, what, file, text }: Derived): Promise<TriedMutant> {
    const folder = join(runFolder.path, 'mutants', name);
    cpSync(subject.folder, folder, { recursive: true });
    writeFileSync(join(folder, file), text);
    const planted = { ...subject, name, folder };
    let machine = stages[0]?.machine.name ?? '';
    const tried = await triedOrInvalid([], async () => {
      for (const stage of stages) {
        machine = stage.machine.name;
        const results = await resultsOf(planted, stage, builder, options, known);
        const by = noticedBeyond(results, known);
        if (by.length > 0) return { verdict: 'killed', by, expected: [], problems: [] };
      }
      const before = file === SUBJECT_FILES.header ? original.header : original.source;
      return { verdict: 'survived', by: [], expected: [], problems: hunkOf(file, before, text).split('\n') };
    });
    return { ...tried, mutant: { name, changes: 'subject', mistake: what, machine }, folder: null };
  }
}

/** The stages on machines that the installed QEMU can be; what is left out is noted. */
async function stagesHere(notes: string[]): Promise<Stage[]> {
  const probed = await probe();
  return STAGES.flatMap(({ machine: name, suites }) => {
    const record = MACHINES.filter((machine) => machine.name === name);
    const { machines, notes: left } = availableMachines(record, probed);
    notes.push(...left);
    return machines.map((machine) => ({ machine, suites }));
  });
}

/** The cases that the subject as it is does not pass. @throws UsageError if it does not even build or come to its end */
async function baseline(
  subject: Subject,
  builder: Builder,
  stages: readonly Stage[],
  options: MutateOptions,
): Promise<Set<string>> {
  const results: CaseResult[] = [];
  for (const stage of stages) results.push(...(await resultsOf(subject, stage, builder, options)));
  const broken = results.find(
    ({ verdict, suite, cut }) =>
      cut || suite === BUILD_SUITE || (verdict === 'error' && suite === CONTROL_SUITE),
  );
  if (broken)
    throw new UsageError(
      `${subject.name} cannot be judged as it is, so none of its mutants can: ${nameOf(broken)}: ${broken.reason}\n\`sct run\` with the same --tree or --patch tells more.`,
    );
  return new Set(noticedBeyond(results, new Set()));
}

/** The cases that noticed, but for those that notice the subject as it is. */
function noticedBeyond(results: readonly CaseResult[], known: ReadonlySet<string>): string[] {
  return results
    .filter((one) => noticed(one, ANY_CUT))
    .map(nameOf)
    .filter((name) => !known.has(name));
}

/** One subject, one stage: `abi`, and the cases that boot. A mutant that `abi` notices is not booted. */
async function resultsOf(
  subject: Subject,
  { machine, suites }: Stage,
  builder: Builder,
  { timeoutScale = 1, signal }: MutateOptions,
  known?: ReadonlySet<string>,
): Promise<CaseResult[]> {
  signal?.throwIfAborted();
  const prepared = await prepare(subject, builder, machine.build);
  if (!prepared.ok) return unbuilt(prepared);
  const host = hostCell(prepared).results;
  if (known && noticedBeyond(host, known).length > 0) return host;
  await using runFolder = await createRunFolder();
  const booted = await bootedResults(prepared, machine, { runFolder, suites, timeoutScale, signal });
  return [...host, ...booted];
}
