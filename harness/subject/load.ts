// SPDX-License-Identifier: GPL-2.0-only
// Subjects come from folders: each folder of guest/subjects/ is one, and so is any other folder of the same shape.

import { readdirSync, readFileSync, statSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { EXIT, SctError } from '../base/exit.ts';
import { hashOf } from '../store/hash.ts';
import { recall, remember } from '../store/memo.ts';
import { cacheRoot, packageRoot } from '../store/places.ts';
import { rulesVersion } from '../store/rules.ts';
import { type Expectation, SUBJECT_FILES, type Subject } from './subject.ts';

/** A folder that cannot be a subject. The message says which file is wrong, and how. A mistake of the user: exit code 2. */
export class SubjectInvalid extends SctError {
  override readonly exitCode = EXIT.usage;
  override name = 'SubjectInvalid';
}

/** The file in a subject's folder that says what is known of it beforehand. */
export const EXPECTATION_FILE = 'expect.json';

/**
 * The subjects in `folder`, one for each folder in it, by name.
 * @throws SubjectInvalid if one of them is incomplete or its `expect.json` is wrong.
 */
export async function loadSubjects(folder: string): Promise<Subject[]> {
  return Promise.all(subjectNames(folder).map((name) => loadSubject(join(folder, name))));
}

/**
 * The built-in subjects.
 * @throws SubjectInvalid as `loadSubjects`
 */
export function loadBuiltinSubjects(): Promise<Subject[]> {
  return loadSubjects(join(packageRoot(), 'guest/subjects'));
}

/** The names of the subjects in `folder`, whether or not they are in order. */
export function subjectNames(folder: string): string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith('.'))
    .map((entry) => entry.name)
    .sort();
}

/**
 * The subject in `folder`, named like the folder.
 * @throws SubjectInvalid if a file of the two is missing, or if `expect.json` is wrong.
 */
export async function loadSubject(folder: string): Promise<Subject> {
  const absolute = resolve(folder);
  for (const file of Object.values(SUBJECT_FILES)) {
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
