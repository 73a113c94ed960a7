// SPDX-License-Identifier: GPL-2.0-only
// Subjects that are not built in: a kernel tree, a patch, a mail that quotes one. What the guest needs of them goes into a folder of the
// subject's own; nothing else of them is looked at, and nothing of theirs is written to.

import { existsSync, mkdirSync, mkdtempSync, statSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { UsageError } from '../base/exit.ts';
import { isPattern } from '../base/pattern.ts';
import { packageRoot } from '../store/places.ts';
import { EXPECTATION_FILE, loadExpectation, SubjectInvalid } from './load.ts';
import { defines, isOwnAssembly, maySource, SOURCES_BELOW, TRANSFORM } from './own-files.ts';
import type { Applied } from './patch/apply.ts';
import type { Mail } from './patch/identity.ts';
import { type FilePatch, pathOf } from './patch/series.ts';
import type { Series } from './patch/series-of.ts';
import { endOf, folderTree, NO_TREE, revisionTree, type SourceTree } from './source-tree.ts';
import { GENERIC_FILES, SUBJECT_FILES, type Subject } from './subject.ts';

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

/**
 * Files that the guest has a stand-in for. Each group comes from the tree as a whole, or not at all: header and source must agree.
 * A patch may change them only where there is a tree to take them from.
 */
export const STAND_INS: readonly (readonly string[])[] = [
  ['include/linux/static_call.h', 'include/linux/static_call_types.h', 'kernel/static_call.c'],
  [
    'arch/arm64/include/asm/insn.h',
    'arch/arm64/include/asm/insn-def.h',
    'arch/arm64/include/asm/brk-imm.h',
    'arch/arm64/lib/insn.c',
  ],
  ['arch/arm64/include/asm/text-patching.h', 'arch/arm64/kernel/patching.c'],
];

/** What such a file was called before Linux 6.13. */
const FORMER_NAME: Readonly<Record<string, string>> = {
  'arch/arm64/include/asm/text-patching.h': 'arch/arm64/include/asm/patching.h',
};

const OWN: readonly string[] = Object.values(SUBJECT_FILES);
const STOOD_IN: ReadonlySet<string> = new Set([...STAND_INS.flat(), ...Object.values(FORMER_NAME)]);

/** What is taken from a tree if it is there. */
export const FROM_TREE: readonly string[] = [...OWN, ...STOOD_IN];
/** Whose headers may be, too. */
export const HEADERS_FROM_TREE = ['arch/arm64/include/asm', 'include/linux'] as const;

/** Headers that may come along if the subject includes them and the guest has none of that name. */
const INCLUDE_FOLDERS = ['arch/arm64/include', 'include'] as const;
const HEADER = /^(?:arch\/arm64\/include\/asm|include\/linux)\/[\w-]+\.h$/;

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
  const last = patches.at(-1);
  const name =
    last === undefined
      ? nameFor((rev === undefined ? tree : endOf(rev)) ?? '', 'tree', reserved)
      : nameFor(isSeries(patches) || callsNothing(last) ? (series.title ?? last) : last, 'patch', reserved);
  const folder = mkdtempSync(join(workFolder, `${name}-`));

  const files = new Files(base);
  const sources = sourcesIn(series.patches, base);
  if (tree === undefined) assertCreatesAll(series.patches, sources, patches);
  const { ignored, notes } = await applyAll(series.patches, sources, files, folder);
  const own =
    genericIn(files, series.patches) ??
    ownOf(files, base, sources, (lack) => {
      const what = tree === undefined ? last : rev === undefined ? tree : `${tree} at ${rev}`;
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

/** Of the files that patches touch, those that may be the subject's own beside the two: where its patch routine is spoken of, and its assembly. */
function sourcesIn(series: readonly FilePatch[], base: SourceTree): ReadonlySet<string> {
  const paths = [...new Set(series.map(pathOf))].filter((path) => !OWN.includes(path));
  const speaks = (path: string) =>
    series.some(
      (patch) =>
        pathOf(patch) === path &&
        patch.hunks.some(({ lines }) => lines.some(({ text }) => text.includes(TRANSFORM))),
    ) ||
    (base.read(path)?.includes(TRANSFORM) ?? false);
  return new Set(paths.filter((path) => isOwnAssembly(path) || (maySource(path) && speaks(path))));
}

/**
 * The files of a subject without trampolines. A whole kernel without static calls of its own is one only if a patch is about them: else who names it
 * meant another revision.
 */
function genericIn(files: Files, series: readonly FilePatch[]): string[] | undefined {
  const own: string[] = Object.values(GENERIC_FILES);
  if (OWN.some((path) => files.has(path)) || !own.every((path) => files.has(path))) return undefined;
  const isWhole = files.has('Kconfig') || files.has('Makefile');
  const touched = series.map(pathOf).some((path) => STAND_INS[0]?.includes(path));
  return touched || !isWhole ? own : undefined;
}

/**
 * The subject's own files: the header, `static_call.c` if there is one, its assembly, and whichever file defines its patch routine.
 * @throws what `refuse` makes of what is missing
 */
function ownOf(
  files: Files,
  base: SourceTree,
  touched: ReadonlySet<string>,
  refuse: (lack: string) => SubjectInvalid,
): string[] {
  const { header, source } = SUBJECT_FILES;
  const inHeader = files.read(header);
  if (inHeader === null) throw refuse(header);
  const own: string[] = [header, source].filter((path) => files.has(path));
  const patched = [...touched].filter((path) => files.has(path));
  own.push(...patched.filter(isOwnAssembly));
  const isIn = (path: string) => defines(files.read(path) ?? '', TRANSFORM);
  if (own.some(isIn)) return own;
  const found =
    patched.find((path) => maySource(path) && isIn(path)) ??
    base.mentioning(TRANSFORM, SOURCES_BELOW).find((path) => maySource(path) && isIn(path));
  if (found !== undefined) return [...own, found];
  // Without a file that could have it, nobody can say whose mistake that is; with one, the linker says what it lacks.
  if (own.includes(source)) return own;
  throw refuse(`${source}, nor does any other file of it define ${TRANSFORM}()`);
}

/** A tree, and what the patches have made of its files so far. Text is latin1, so that it stays what it is. */
class Files {
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

/** Whether several files are named, or a pattern: the last one's name is not that of them all. */
function isSeries(patches: readonly string[]): boolean {
  return patches.length > 1 || patches.some((patch) => isPattern(patch));
}

/** Whether a path does not say what is there: stdin, a folder, the number of a mail. */
function callsNothing(path: string): boolean {
  return (
    path === '-' ||
    !/[a-z]/i.test(withoutSuffix(path)) ||
    (statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false)
  );
}

/** Patches alone must bring both files, and must leave alone what only a tree can have. */
function assertCreatesAll(
  series: readonly FilePatch[],
  sources: ReadonlySet<string>,
  patches: readonly string[],
): void {
  const from = patches.join(', ');
  const creates = (path: string) => series.some((file) => file.oldPath === null && file.newPath === path);
  const helpers = [...new Set(series.map(pathOf))].filter((path) => STOOD_IN.has(path) && !creates(path));
  if (helpers.length > 0)
    throw new UsageError(
      `${from} changes ${helpers.join(', ')}, which the guest has only a stand-in for.\nGive the kernel tree that the patch is for with --tree.`,
    );
  const elsewhere = [...sources].some((path) => maySource(path) && creates(path)) || isWhole(series);
  const missing = OWN.filter((path) => !creates(path) && !(path === SUBJECT_FILES.source && elsewhere));
  if (missing.length > 0)
    throw new UsageError(
      `${from} does not create ${missing.join(' and ')}. A patch by itself must create both ${OWN.join(' and ')}, or another file that defines ${TRANSFORM}().\nGive the kernel tree that it is for with --tree.`,
    );
}

/** Whether a header that is created needs no other file: it defines its patch routine. */
function isWhole(series: readonly FilePatch[]): boolean {
  const created = series.find((file) => file.oldPath === null && file.newPath === SUBJECT_FILES.header);
  const text = created?.hunks.flatMap(({ lines }) => lines.map((line) => line.text)).join('\n');
  return text !== undefined && defines(text, TRANSFORM);
}

/** Applies what concerns the guest, in order, and names the rest. */
async function applyAll(
  series: readonly FilePatch[],
  sources: ReadonlySet<string>,
  files: Files,
  scratch: string,
): Promise<Pick<OutsideSubject, 'ignored' | 'notes'>> {
  if (series.length === 0) return { ignored: [], notes: [] };
  const { applyPatch } = await import('./patch/apply.ts');
  const ignored = new Set<string>();
  const proofs = new Map<string, Applied['proof']>();
  const notes: string[] = [];
  for (const patch of series) {
    const path = pathOf(patch);
    const created = HEADER.test(path) && (patch.oldPath === null || proofs.has(path));
    if (!OWN.includes(path) && !STOOD_IN.has(path) && !sources.has(path) && !created) {
      ignored.add(path);
      continue;
    }
    const { content, proof } = await applyPatch(patch, files.read(path), scratch);
    files.write(path, content);
    proofs.set(path, proof);
    const rejoined = patch.hunks.flatMap((hunk) => hunk.rejoined);
    if (rejoined.length > 0)
      notes.push(
        `${path}: rejoined ${rejoined.length} wrapped ${rejoined.length === 1 ? 'line' : 'lines'} (${patch.place.from}, line ${rejoined.join(', ')})`,
      );
  }
  for (const [path, proof] of proofs) {
    if (proof === 'white space')
      notes.push(`${path}: white space differs from what was posted, for the mail's was collapsed`);
    if (proof === 'other') notes.push(`${path}: not the file that the patch's index line names`);
  }
  return { ignored: [...ignored], notes };
}

/** The files of a group as this tree names them, if all of them are there. One that a patch touches must not be dropped silently. */
function wholeGroup(names: readonly string[], files: Files, touched: ReadonlySet<string>): string[] {
  const group = names.map((path) => {
    const former = FORMER_NAME[path];
    return former && !files.has(path) && files.has(former) ? former : path;
  });
  const missing = group.filter((path) => !files.has(path));
  if (missing.length === 0) return group;
  const changed = group.filter((path) => touched.has(path));
  if (changed.length > 0)
    throw new UsageError(
      `the patch changes ${changed.join(', ')}, which the guest takes only together with ${missing.join(', ')}, and the tree has none.\nGive the whole kernel tree with --tree.`,
    );
  return [];
}

/** Headers that these files include, that are there, and that the guest has none of; and what those include. */
function headersFor(paths: readonly string[], files: Files): string[] {
  const guest = join(packageRoot(), 'guest/kernel/include');
  const found = new Set<string>();
  const todo = [...paths];
  for (let path = todo.pop(); path !== undefined; path = todo.pop()) {
    for (const [, name = ''] of (files.read(path) ?? '').matchAll(
      /^[ \t]*#[ \t]*include[ \t]*[<"]([\w/.-]+)[>"]/gm,
    )) {
      if (existsSync(join(guest, name))) continue;
      const header = INCLUDE_FOLDERS.map((folder) => `${folder}/${name}`).find(
        (one) => HEADER.test(one) && files.has(one),
      );
      if (!header || found.has(header) || paths.includes(header)) continue;
      found.add(header);
      todo.push(header);
    }
  }
  return [...found].sort();
}

/** A subject's name out of a file's or folder's: letters, digits, dots, dashes and underscores; never a built-in one's. */
function nameFor(path: string, kind: 'tree' | 'patch', reserved: readonly string[]): string {
  const plain = (kind === 'patch' ? withoutSuffix(path) : basename(resolve(path)))
    .replace(/[^\w.-]+/g, '-')
    .replace(/^[-.]+|[-.]+$/g, '')
    .slice(0, 64);
  const name = plain === '' ? kind : plain;
  return reserved.includes(name) ? nameFor(`${name}-${kind}`, kind, reserved) : name;
}

/** The name of a patch file, without what only says that it is one. */
function withoutSuffix(path: string): string {
  return basename(resolve(path)).replace(/(?:\.(?:patch|diff|mbox|mbx|eml|txt))?(?:\.gz)?$/i, '');
}
