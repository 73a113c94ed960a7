// SPDX-License-Identifier: GPL-2.0-only
// Subjects that are not built in: a kernel tree, a patch, a mail that quotes one. What the guest needs of them goes into a folder of the
// subject's own; nothing else of them is looked at, and nothing of theirs is written to.

import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { applyAll, assertCreatesAll } from './apply-series.ts';
import { genericIn, OWN, ownOf, sourcesIn } from './choose-own.ts';
import { EXPECTATION_FILE, loadExpectation, SubjectInvalid } from './load.ts';
import { SOURCES_BELOW, TRANSFORM } from './own-files.ts';
import type { Mail } from './patch/identity.ts';
import { pathOf } from './patch/series.ts';
import type { Series } from './patch/series-of.ts';
import { PatchedFiles } from './patched-files.ts';
import { endOf, folderTree, NO_TREE, revisionTree } from './source-tree.ts';
import { headersFor, STAND_INS, STOOD_IN, wholeGroup } from './stand-ins.ts';
import { SUBJECT_FILES, type Subject } from './subject.ts';
import { subjectName } from './subject-name.ts';

/** Where a subject comes from: a tree, patches, or a tree that the patches are applied to. */
export interface Outside {
  /** A kernel tree, or any folder with the two files at their kernel paths. */
  tree?: string | undefined;
  /** A revision of that tree, or a range up to one, instead of what lies in the folder. */
  rev?: string | undefined;
  /** Patch files, mboxes, mails, folders of them, maildirs, `-`; in the order in which they apply. */
  patches?: readonly string[] | undefined;
  /** What `-` among the patches stands for. */
  stdin?: Buffer | undefined;
}

/** A subject from outside, and what became of everything else that came with it. */
export interface OutsideSubject {
  subject: Subject;
  /** Kernel files beside the two that the guest is built with instead of its own, by path in a kernel tree. */
  brought: string[];
  /** Files of the patches that the guest has no use for. */
  ignored: string[];
  /** What a reader must know to trust the result: lines that were joined, text that is not byte for byte what was posted. */
  notes: string[];
}

/** What is taken from a tree if it is there. */
export const FROM_TREE: readonly string[] = [...OWN, ...STOOD_IN];
/** Whose headers may be, too. */
export const HEADERS_FROM_TREE = ['arch/arm64/include/asm', 'include/linux'] as const;

/**
 * Makes a subject of what the user has, in a new folder below `workFolder`, which must outlive every build of it.
 * @param reserved names that it must not have: those of the built-in subjects
 * @throws UsageError, SubjectInvalid, PatchUnreadable, PatchDoesNotApply (all exit code 2), ToolMissing (3)
 */
export async function loadOutsideSubject(
  { tree, rev, patches = [], stdin }: Outside,
  workFolder: string,
  reserved: readonly string[] = [],
): Promise<OutsideSubject> {
  const base = tree === undefined ? NO_TREE : rev === undefined ? folderTree(tree) : revisionTree(tree, rev);
  const series = await readAll(patches, stdin);
  const from = { tree, rev: rev === undefined ? undefined : endOf(rev), patches, title: series.title };
  const name = subjectName(from, reserved);
  const folder = mkdtempSync(join(workFolder, `${name}-`));

  const files = new PatchedFiles(base);
  const sources = sourcesIn(series.patches, base);
  if (tree === undefined) assertCreatesAll(series.patches, sources, patches);
  const { ignored, notes } = await applyAll(series.patches, sources, files, folder);
  const own =
    genericIn(files, series.patches) ??
    ownOf(files, base, sources, (lack) => {
      const what = tree === undefined ? patches.at(-1) : rev === undefined ? tree : `${tree} at ${rev}`;
      const neither = patches.length > 0 ? ', and the patch creates none' : '';
      return new SubjectInvalid(`${what} is no subject: it has no ${lack}${neither}. ${NEEDED}`);
    });
  const touched = new Set(series.patches.map(pathOf).filter((path) => !own.includes(path)));
  const brought = STAND_INS.flatMap((group) => wholeGroup(group, files, touched)).filter(
    (path) => !own.includes(path),
  );
  brought.push(...headersFor([...own, ...brought], files));

  for (const path of [...own, ...brought]) {
    const to = join(folder, path);
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(to, files.read(path) ?? '', { encoding: 'latin1', flag: 'wx' });
  }
  // What is known of a tree is not known of what patches make of it.
  const asItIs = patches.length === 0 && rev === undefined ? tree : undefined;
  const expectation = asItIs === undefined ? { xfail: [], instructions: {} } : await loadExpectation(asItIs);
  const read = asItIs === undefined ? {} : { expectationFile: join(asItIs, EXPECTATION_FILE) };
  return {
    subject: { name, folder, expectation, ...read, ...(series.mails.length > 0 && { mails: series.mails }) },
    brought,
    ignored,
    notes: [...series.notes, ...notes],
  };
}

const NEEDED = `Needed are ${SUBJECT_FILES.header} and what defines ${TRANSFORM}(): ${SUBJECT_FILES.source}, or any other C file of ${SOURCES_BELOW.join(' or ')}.`;

/** Patches are read only where there are some: what reads them takes its time to load. */
async function readAll(
  patches: readonly string[],
  stdin: Buffer | undefined,
): Promise<Series & { title?: string }> {
  if (patches.length === 0) return { patches: [], mails: [], notes: [] };
  const { inputsOf } = await import('./patch/inputs.ts');
  const { seriesOf } = await import('./patch/series-of.ts');
  const { partOf, titleOf } = await import('./patch/identity.ts');
  const series = await seriesOf(inputsOf(patches, stdin));
  const part = (mail: Mail) => partOf(mail.subject) ?? Number.MAX_SAFE_INTEGER;
  // The letter says what all of it is.
  const mails = series.mails.toSorted((one, other) => part(one) - part(other));
  const title = mails.map(titleOf).find((one) => one !== '');
  return { ...series, ...(title !== undefined && { title }) };
}
