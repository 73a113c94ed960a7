// SPDX-License-Identifier: GPL-2.0-only
// One variant: patched, built, judged on the host and booted on its machines. `sct mutate --variants` and `npm test` both come through here.

import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { EXIT, exitCode, SctError } from '../../base/exit.ts';
import { settleAll } from '../../base/settle-all.ts';
import type { CaseResult, CellResult } from '../../base/verdict.ts';
import { createBuilder } from '../../compile/build.ts';
import { DEFAULT_BUILD } from '../../compile/flags.ts';
import { probeFor } from '../../machine/installed-qemu.ts';
import type { Machine } from '../../machine/machine.ts';
import { MACHINES } from '../../machine/machines.ts';
import { availableMachines } from '../../machine/probe.ts';
import { hostCell, outcomeOfUnbuilt } from '../../run/cell.ts';
import { bootCellSurely } from '../../run/once-more.ts';
import { noHangs } from '../../run/patience.ts';
import { prepare } from '../../run/prepare.ts';
import { createWitness, WITNESS, type Witness } from '../../run/witness.ts';
import { createRunFolder, type RunFolder } from '../../store/run-folder.ts';
import { loadBuiltinSubjects } from '../../subject/load.ts';
import { loadOutsideSubject } from '../../subject/outside.ts';
import { PatchDoesNotApply } from '../../subject/patch/apply.ts';
import { PatchUnreadable } from '../../subject/patch/unreadable.ts';
import type { Subject } from '../../subject/subject.ts';
import { outcomeOfCells } from '../../verdict/outcome.ts';
import { type Judged, judgeVariant, type Outcome } from './judge-variant.ts';
import { type Variant, VariantInvalid } from './variant.ts';

/** How variants are tried. */
export interface VariantBenchOptions {
  /** The project: the folder that holds `guest/`. */
  root: string;
  /** How many compilers run at once; one a core unless told. */
  jobs?: number | undefined;
  timeoutScale?: number;
  /** Stops everything: trying rejects with its reason. */
  signal?: AbortSignal | undefined;
}

/** A variant, what became of it, and where the files of its boots are, if they were kept: where it is not as its file says. */
export interface TriedVariant extends Judged {
  variant: Variant;
  /** The exit code that came out; null if it was not tried. */
  exit: number | null;
  folder: string | null;
}

/** Tries variants of one project. What they share is built once. */
export interface VariantBench extends AsyncDisposable {
  /**
   * Tries one. What is wrong with its file or its machines is a verdict.
   * @throws ToolMissing, DiskFull, the signal's reason
   */
  tryVariant(variant: Variant): Promise<TriedVariant>;
}

/**
 * A bench for these variants. Builds what they are diffs of first, so that what a variant does not change is there already.
 * @throws as a build does; VariantInvalid for a base that there is not
 */
export async function createVariantBench(
  { root, jobs = availableParallelism(), timeoutScale = 1, signal }: VariantBenchOptions,
  variants: readonly Variant[],
): Promise<VariantBench> {
  const builder = createBuilder({ root, jobs, ...(signal && { signal }) });
  const bases = new Map<string, Subject>();
  const folder = await createRunFolder();
  for (const base of new Set(variants.map(({ base }) => base))) {
    // By the same way as its variants, so that objects of both are called the same.
    const { subject } = await loadOutsideSubject(
      { tree: join(root, 'guest/subjects', base) },
      folder.path,
      [],
    );
    bases.set(base, asStranger(subject));
  }
  await settleAll(Array.from(bases.values(), (subject) => prepare(subject, builder)));
  const reviewed = (await loadBuiltinSubjects()).find(({ name }) => name === WITNESS);
  const witnessOn = { runFolder: folder, timeoutScale, signal, symbolise: false };
  let witness: Witness | undefined;

  async function outcomeOf(variant: Variant, runFolder: RunFolder): Promise<Outcome> {
    if (!bases.has(variant.base)) throw new VariantInvalid(`there is no subject ${variant.base} to patch`);
    const machines = await machinesOf(variant);
    const { subject, ignored } = await loadOutsideSubject(
      { tree: join(root, 'guest/subjects', variant.base), patches: [variant.patch] },
      runFolder.path,
      [],
    );
    if (ignored.length > 0)
      throw new VariantInvalid(`it changes what is not looked at: ${ignored.join(', ')}`);
    const cells: Pick<CellResult, 'verdict' | 'results'>[] = [];
    const hangs = noHangs();
    witness ??= reviewed && createWitness(reviewed, builder, witnessOn);
    for (const machine of [undefined, ...machines]) {
      const prepared = await prepare(asStranger(subject), builder, machine?.build ?? DEFAULT_BUILD);
      if (!prepared.ok) {
        if (prepared.broken) throw new VariantInvalid(`the build was cut off: ${prepared.failure.reason}`);
        return { exit: exitCode(outcomeOfUnbuilt(prepared.failure)), results: [prepared.failure] };
      }
      cells.push(
        machine === undefined
          ? hostCell(prepared)
          : await bootCellSurely(prepared, machine, {
              runFolder,
              suites: variant.suites,
              timeoutScale,
              signal,
              symbolise: false,
              witness,
              hangs,
            }),
      );
      signal?.throwIfAborted();
    }
    const results: CaseResult[] = cells.flatMap((cell) => cell.results);
    return { exit: exitCode(outcomeOfCells(cells)), results };
  }

  return {
    async tryVariant(variant) {
      signal?.throwIfAborted();
      if (variant.gap?.exits.length === 0)
        return { variant, verdict: 'untried', exit: null, by: [], problems: [variant.gap.why], folder: null };
      await using runFolder = await createRunFolder();
      try {
        const outcome = await outcomeOrUnjudged(() => outcomeOf(variant, runFolder));
        const judged = judgeVariant(variant, outcome);
        if (judged.verdict === 'off' || judged.verdict === 'closed') runFolder.keep();
        return { variant, exit: outcome.exit, ...judged, folder: runFolder.kept ? runFolder.path : null };
      } catch (error) {
        if (!(error instanceof VariantInvalid)) throw error;
        return { variant, verdict: 'error', exit: null, by: [], problems: [error.message], folder: null };
      }
    },
    async [Symbol.asyncDispose]() {
      await witness?.end();
      await folder[Symbol.asyncDispose]();
    },
  };
}

/** What is expected of the base says nothing of what somebody else makes of it. */
function asStranger({ name, folder }: Subject): Subject {
  return { name, folder, expectation: { xfail: [], instructions: {} } };
}

/** An error that is the user's to mend ends a run with its exit code, and so does it here. */
async function outcomeOrUnjudged(judge: () => Promise<Outcome>): Promise<Outcome> {
  try {
    return await judge();
  } catch (error) {
    if (!(error instanceof SctError) || error.exitCode !== EXIT.usage) throw error;
    // A diff that does not fit any more is the file's fault, and no verdict.
    if (error instanceof PatchDoesNotApply || error instanceof PatchUnreadable)
      throw new VariantInvalid(error.message);
    return { exit: error.exitCode, results: [] };
  }
}

/** @throws VariantInvalid for a machine that does not exist, or that the installed QEMU cannot be */
async function machinesOf({ machines: names }: Variant): Promise<Machine[]> {
  const unknown = names.filter((name) => !MACHINES.some((machine) => machine.name === name));
  if (unknown.length > 0) throw new VariantInvalid(`there is no machine ${unknown.join(', ')}`);
  const records = MACHINES.filter(({ name }) => names.includes(name));
  const { machines, notes } = availableMachines(records, await probeFor(records));
  if (machines.length < records.length) throw new VariantInvalid(notes.join('\n'));
  return machines;
}
