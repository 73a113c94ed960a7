// SPDX-License-Identifier: GPL-2.0-only
// Subjects come from folders: each folder of guest/subjects/ is one, and so is any other folder of the same shape.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { EXIT, SctError } from '../base/exit.ts';
import { pick } from '../base/pick.ts';
import { hashOf } from '../store/hash.ts';
import { recall, remember } from '../store/memo.ts';
import { cacheRoot, packageRoot } from '../store/places.ts';
import { rulesVersion } from '../store/rules.ts';
import { type Expectation, isGeneric, SUBJECT_FILES, type Subject } from './subject.ts';

/** A folder that cannot be a subject. The message says which file is wrong, and how. A mistake of the user: exit code 2. */
export class SubjectInvalid extends SctError {
  override readonly exitCode = EXIT.usage;
  override name = 'SubjectInvalid';
}

/** The file in a subject's folder that says what is known of it beforehand. */
export const EXPECTATION_FILE = 'expect.json';

/**
 * The subjects in `folder` that every run judges, one for each folder, by name.
 * @throws SubjectInvalid if one of them is incomplete or its `expect.json` is wrong.
 */
export async function loadSubjects(folder: string): Promise<Subject[]> {
  return Promise.all(subjectNames(folder).map((name) => loadSubject(join(folder, name))));
}

/** Where the built-in subjects lie. */
export function builtinFolder(): string {
  return join(packageRoot(), 'guest/subjects');
}

/**
 * The built-in subjects of every run.
 * @throws SubjectInvalid as `loadSubjects`
 */
export function loadBuiltinSubjects(): Promise<Subject[]> {
  return loadSubjects(builtinFolder());
}

/**
 * All built-in subjects: those of every run, then the designs that were proposed otherwise.
 * @throws SubjectInvalid as `loadSubjects`
 */
export async function loadAllBuiltin(): Promise<Subject[]> {
  const folder = builtinFolder();
  const designs = designNames(folder).map((name) => loadSubject(join(folder, name)));
  return [...(await loadSubjects(folder)), ...(await Promise.all(designs))];
}

/**
 * The subjects of these names or patterns; without one, those of every run.
 * @throws UsageError for a name that none of them has
 */
export function pickSubjects(all: readonly Subject[], names: readonly string[]): Subject[] {
  const some = names.length === 0 ? all.filter(({ expectation }) => !expectation.proposal) : all;
  return pick('subject', some, names);
}

/** The names of the subjects in `folder` that every run judges, whether or not they are in order. */
export function subjectNames(folder: string): string[] {
  return namesIn(folder).filter((name) => !isProposal(join(folder, name)));
}

/** The names of those that are judged by name alone: designs that were proposed and not taken. */
export function designNames(folder: string): string[] {
  return namesIn(folder).filter((name) => isProposal(join(folder, name)));
}

function namesIn(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
}

/** Whether its `expect.json` says so; one that cannot be read is told of when the subject is loaded. */
function isProposal(folder: string): boolean {
  try {
    return 'proposal' in JSON.parse(readIfThere(join(folder, EXPECTATION_FILE)) ?? '{}');
  } catch {
    return false;
  }
}

/**
 * The subject in `folder`, named like the folder.
 * @throws SubjectInvalid if a file of the two is missing, or if `expect.json` is wrong.
 */
export async function loadSubject(folder: string): Promise<Subject> {
  const absolute = resolve(folder);
  for (const file of isGeneric(absolute) ? [] : Object.values(SUBJECT_FILES)) {
    if (!statSync(join(absolute, file), { throwIfNoEntry: false })?.isFile())
      throw new SubjectInvalid(
        `${folder} is no subject: it has no ${file}. A subject is a folder with ${Object.values(SUBJECT_FILES).join(' and ')}.`,
      );
  }
  const expectation = await loadExpectation(absolute);
  return {
    name: basename(absolute),
    folder: absolute,
    expectation,
    expectationFile: join(absolute, EXPECTATION_FILE),
  };
}

/**
 * What is expected of a case that does not exist would never be judged, and nobody would notice.
 * @throws SubjectInvalid naming the cases
 */
export function checkExpectation(
  { expectation, expectationFile = EXPECTATION_FILE }: Subject,
  cases: readonly { suite: string; case: string }[],
): void {
  const known = new Set(cases.map((one) => `${one.suite}.${one.case}`));
  const named = [
    ...expectation.xfail.map((defect) => defect.case),
    ...Object.keys(expectation.instructions).map((form) => `cost.${form}`),
  ];
  const unknown = named.filter((name) => !known.has(name));
  if (unknown.length > 0)
    throw new SubjectInvalid(
      `${expectationFile} names what is no case: ${unknown.join(', ')}. \`sct list\` names all cases.`,
    );
}

/**
 * What `expect.json` in a folder says; nothing without one.
 * @throws SubjectInvalid naming the file and what is wrong in it
 */
export async function loadExpectation(folder: string): Promise<Expectation> {
  const path = join(folder, EXPECTATION_FILE);
  const text = readIfThere(path);
  if (text === undefined) return { xfail: [], instructions: {} };
  const version = hashOf([rulesVersion('subject/expectation.ts'), text]);
  const known = join(cacheRoot(), 'expect', `${version}.json`);
  const parsed = recall(known);
  if (parsed !== undefined) return parsed as Expectation;
  // Only for a text that was never read before: zod costs a sixth of a warm start.
  const { parseExpectation } = await import('./expectation.ts');
  try {
    const expectation = parseExpectation(text);
    remember(known, expectation);
    return expectation;
  } catch (error) {
    throw new SubjectInvalid(`${path}: ${error instanceof Error ? error.message : error}`);
  }
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    if (['ENOENT', 'ENOTDIR'].includes((error as NodeJS.ErrnoException).code ?? '')) return undefined;
    throw error;
  }
}
