// SPDX-License-Identifier: GPL-2.0-only
// From a patch file, an mbox or a mail to a series of file patches. Reads; writes nothing, and applies nothing.

import { readBody } from './hunk.ts';
import { partOf } from './identity.ts';
import { type MailText, mailTexts } from './mail.ts';
import { depthOf, marksOf, type OwnLine, ownLines, unquoted } from './quote.ts';
import { type FilePatch, type Hunk, pathOf } from './series.ts';
import { NoPatch, PatchUnreadable, type Place } from './unreadable.ts';

const GIT_HEADER = /^diff --git /;
const HUNK_HEADER = /^@@ -(\d{1,9})(?:,(\d{1,9}))? \+(\d{1,9})(?:,(\d{1,9}))? @@/;
/** Where something new begins, whatever the counts of a hunk say. */
const BOUNDARY = /^(?:diff --git \S|Index: \S+$|Only in \S+: |@@ -\d)/;
/** The same of diff(1), which tells its own command line; behind the last line of a hunk such words may be what was wrapped of it, if no file follows. */
const COMMAND = /^diff -\w\S* /;
const FILE = /^(?:--- |Binary files )/;
const EXTENDED =
  /^(?:old mode|new mode|deleted file mode|new file mode|copy from|copy to|rename from|rename to|similarity index|dissimilarity index|index) /;
const BINARY = /^(?:GIT binary patch$|Binary files )/;
const SYMLINK = '120000';

/** Diffstat lines: how many lines of a file a mail says that it changes. */
const STAT = /^ ?(\S+) +\| +(\d+)(?: [+-]+)?$/;

/**
 * Reads all patches in `bytes`, in order. Where a text quotes patches at several depths, the least deep ones count; where a file holds a
 * patch as well as replies that quote it, the patch counts.
 * @param from what the user calls the file; for messages
 * @throws NoPatch; PatchUnreadable if a file's header is damaged. A damaged hunk is left to `FilePatch.damage`.
 */
export async function readPatches(bytes: Buffer, from: string): Promise<FilePatch[]> {
  const texts = (await mailTexts(bytes)).flatMap((text) => {
    const marks = patchMarks(text.lines);
    return marks === undefined ? [] : [{ text, marks }];
  });
  if (texts.length === 0) throw new NoPatch(from);
  const plain = texts.filter(({ marks }) => marks === '');
  return inOrder(plain.length > 0 ? plain : texts, ({ text }) => partInSeries(text)).flatMap(
    ({ text, marks }) => readText(text, marks, from),
  );
}

/** By what their subjects say, where all of them say it: an archive has mails in the order in which they came. */
export function inOrder<T>(all: readonly T[], partOf: (one: T) => number | undefined): T[] {
  const parts = new Map(all.map((one) => [one, partOf(one)]));
  if ([...parts.values()].includes(undefined)) return [...all];
  return [...all].sort((a, b) => (parts.get(a) ?? 0) - (parts.get(b) ?? 0));
}

/** Which part of a series a text is, by its mail's header; undefined if it does not say. */
export function partInSeries({ header }: MailText): number | undefined {
  const field = header.find((line) => /^subject:/i.test(line));
  return field === undefined ? undefined : partOf(field.slice('subject:'.length));
}

/** The quote marks before a patch's header: the least that there are; undefined if there is no patch. */
function patchMarks(lines: readonly string[]): string | undefined {
  let least: string | undefined;
  for (const [i, line] of lines.entries()) {
    const marks = marksOf(line);
    if (least !== undefined && depthOf(marks) >= depthOf(least)) continue;
    const texts = lines.slice(i, i + 3).map((one) => unquoted(one, marks));
    if (GIT_HEADER.test(texts[0] ?? '') || isPlainHeader(texts)) least = marks;
  }
  return least;
}

/** `---`, `+++` and `@@` in a row: a file's header without git's own line. A `---` alone ends a commit message. */
function isPlainHeader([first = '', second = '', third = '']: readonly string[]): boolean {
  return first.startsWith('--- ') && second.startsWith('+++ ') && HUNK_HEADER.test(third);
}

function readText({ lines, firstLine }: MailText, marks: string, from: string): FilePatch[] {
  const own = ownLines(lines, marks, firstLine);
  const textAt = (at: number) => own[at]?.text ?? '';
  const plainHeaderAt = (at: number) => isPlainHeader([textAt(at), textAt(at + 1), textAt(at + 2)]);
  const starts = own.flatMap((_, at) =>
    GIT_HEADER.test(textAt(at)) || (plainHeaderAt(at) && !inGitHeader(at)) ? [at] : [],
  );
  const [first = 0] = starts;
  const collapsed = isCollapsed(own.slice(first));
  const quoted = marks !== '';
  const files = starts.map((start, i) =>
    readFile(own.slice(start, starts[i + 1]), { from, quoted, collapsed }),
  );
  return quoted ? checkedAgainstStat(files, own.slice(0, first), from) : files;

  /** A `---` line that follows the lines of a git header is the end of that, not a header of its own. */
  function inGitHeader(at: number): boolean {
    let before = at - 1;
    while (before >= 0 && EXTENDED.test(textAt(before))) before--;
    return GIT_HEADER.test(textAt(before)) || GIT_HEADER.test(textAt(before - 1));
  }
}

/** Whether no line of a patch has a tab or two blanks in a row: as good as impossible in C, unless an archive made it so. */
function isCollapsed(lines: readonly OwnLine[]): boolean {
  return !lines.some(({ text }) => /\t| {2}/.test(text));
}

interface Context {
  from: string;
  quoted: boolean;
  collapsed: boolean;
}

/** One file's part: its header, and its hunks. */
function readFile(lines: readonly OwnLine[], { from, quoted, collapsed }: Context): FilePatch {
  const place: Place = { from, line: lines[0]?.number };
  const firstHunk = lines.findIndex(({ text }) => HUNK_HEADER.test(text));
  const header = readHeader(firstHunk < 0 ? lines : lines.slice(0, firstHunk), place);
  const file: FilePatch = {
    ...header,
    hunks: [],
    quoted,
    collapsed,
    place: { ...place, file: header.newPath ?? header.oldPath ?? undefined },
  };
  if (firstHunk < 0 || file.unsupported) return file;

  for (let at = firstHunk; HUNK_HEADER.test(lines[at]?.text ?? ''); ) {
    const next = lines.findIndex(
      ({ text }, i) =>
        i > at && (BOUNDARY.test(text) || (COMMAND.test(text) && FILE.test(lines[i + 1]?.text ?? ''))),
    );
    const end = next < 0 ? lines.length : next;
    const number = file.hunks.length + 1;
    const hunk = readHunk(lines.slice(at, end), { ...file.place, hunk: number }, collapsed);
    if (hunk instanceof PatchUnreadable) {
      file.damage = hunk;
      return file;
    }
    file.hunks.push(hunk);
    at = end;
  }
  return file;
}

function readHunk(lines: readonly OwnLine[], at: Place, collapsed: boolean): Hunk | PatchUnreadable {
  const [header, ...body] = lines;
  const [, oldStart, oldCount = '1', newStart, newCount = '1'] = HUNK_HEADER.exec(header?.text ?? '') ?? [];
  const counts = { old: Number(oldCount), new: Number(newCount) };
  const place: Place = { ...at, line: header?.number };
  const read = readBody(body, { counts, collapsed });
  if (!read.ok) return new PatchUnreadable({ ...place, line: read.line ?? place.line }, read.problem);
  return {
    old: { start: Number(oldStart), count: counts.old },
    new: { start: Number(newStart), count: counts.new },
    lines: read.lines,
    rejoined: read.rejoined,
    contextLost: read.contextLost,
    place,
  };
}

type Header = Pick<FilePatch, 'oldPath' | 'newPath' | 'oldBlob' | 'newBlob' | 'unsupported'>;

/** The lines before a file's first hunk. Each of them may have been wrapped at its blanks. */
function readHeader(lines: readonly OwnLine[], place: Place): Header {
  const header: string[] = [];
  for (const { text, number } of lines) {
    const line = text.trimEnd();
    const last = header.length - 1;
    // Whatever begins a line of its own; anything else is the rest of the one before, or no header any more.
    if (
      GIT_HEADER.test(line) ||
      EXTENDED.test(line) ||
      BINARY.test(line) ||
      /^(?:---|\+\+\+)(?: |$)/.test(line)
    ) {
      if (line === '---' && header.some((one) => one.startsWith('+++'))) break;
      header.push(line);
    } else if (wantsMore(header[last])) header[last] += ` ${line}`;
    else if (line === '' || line === '--' || BINARY.test(header[last] ?? '')) break;
    else
      throw new PatchUnreadable(
        { ...place, line: number },
        `"${shown(line)}" has no place in the header of a file`,
      );
  }
  const find = (key: RegExp) =>
    header.map((line) => key.exec(line)?.[1]).find((value) => value !== undefined);
  const names = namesOf(header, place);
  const [oldBlob, newBlob] =
    /^index ([0-9a-f]{4,64})\.\.([0-9a-f]{4,64})/
      .exec(header.find((line) => line.startsWith('index ')) ?? '')
      ?.slice(1) ?? [];
  const unsupported = header.some((line) => BINARY.test(line))
    ? 'a binary patch'
    : header.some((line) => /^(?:rename|copy) /.test(line))
      ? 'a rename or a copy'
      : [find(/^new file mode (\d+)/), find(/^new mode (\d+)/), find(/^index \S+ (\d+)/)].includes(SYMLINK)
        ? 'a symbolic link'
        : undefined;
  return {
    oldPath: find(/^new file mode (.*)/) === undefined ? names.old : null,
    newPath: find(/^deleted file mode (.*)/) === undefined ? names.new : null,
    ...(oldBlob && !/^0+$/.test(oldBlob) && { oldBlob }),
    ...(newBlob && !/^0+$/.test(newBlob) && { newBlob }),
    ...(unsupported && { unsupported }),
  };
}

/** Header lines that name files, without the last name: the mail was wrapped before it. */
function wantsMore(line: string | undefined): boolean {
  return /^(?:diff --git(?: \S+)?|---|\+\+\+|(?:rename|copy) (?:from|to)|Binary files .*(?<! differ))$/.test(
    line ?? '',
  );
}

/** The two names of a file, from every line that has them; they must agree. */
function namesOf(header: readonly string[], place: Place): { old: string | null; new: string | null } {
  const after = (mark: string) =>
    header
      .find((line) => line.startsWith(`${mark} `))
      ?.slice(mark.length + 1)
      .replace(/\t.*$/, '');
  const git = header.find((line) => GIT_HEADER.test(line));
  const [, gitOld, gitNew] = /^diff --git (\S+) (\S+)$/.exec(git ?? '') ?? [];
  if (git && (!gitOld || !gitNew))
    if (after('---') === undefined || after('+++') === undefined)
      // A name with a blank or in quotes: git writes such names, the kernel has none. The other lines may still tell it.
      throw new PatchUnreadable(place, `"${shown(git)}" does not name two files`);

  // `git diff --no-prefix` writes the same name twice; else each name begins with a letter for its side.
  const prefixed = gitOld === undefined || gitOld !== gitNew;
  const strip = (name: string | undefined): string | null | undefined =>
    name === undefined
      ? undefined
      : name === '/dev/null'
        ? null
        : prefixed
          ? name.replace(/^[^/]*\//, '')
          : name;
  const names = { old: strip(after('---')), new: strip(after('+++')) };
  for (const [side, said] of [
    [names.old, strip(gitOld)],
    [names.new, strip(gitNew)],
  ])
    if (typeof side === 'string' && typeof said === 'string' && side !== said)
      throw new PatchUnreadable(place, `its header names ${shown(side)} as well as ${shown(said)}`);
  const read = {
    old: names.old === undefined ? (strip(gitOld) ?? null) : names.old,
    new: names.new === undefined ? (strip(gitNew) ?? null) : names.new,
  };
  for (const name of [read.old, read.new]) if (name !== null) assertSafe(name, place);
  return read;
}

/** A name that leads anywhere but into a tree is refused, whether the file is needed or not: no honest patch has one. */
function assertSafe(name: string, place: Place): void {
  const parts = name.split('/');
  const outside = parts.some(
    (part) => part === '' || part === '.' || part === '..' || part.toLowerCase() === '.git',
  );
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be there
  if (outside || /[\x00-\x1f\\]/.test(name.replace(/^".*"$/, '')))
    throw new PatchUnreadable(
      place,
      `it names the file "${shown(name)}", which is not a path inside a kernel tree`,
    );
}

/** For messages: short, and without anything that a terminal would obey. */
function shown(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be printed
  const plain = text.replace(/[\x00-\x1f\x7f-\x9f]/g, '?');
  return plain.length > 80 ? `${plain.slice(0, 77)}...` : plain;
}

/**
 * What the diffstat above a quoted patch tells and the quote does not hold: whoever quotes may leave out a part, and what is left may
 * still fit together. Gives the files with that noted, and those that are left out whole.
 */
function checkedAgainstStat(
  files: readonly FilePatch[],
  above: readonly OwnLine[],
  from: string,
): FilePatch[] {
  const stat = new Map<string, { lines: number; number: number }>();
  for (const { text, number } of above) {
    const [, path, lines] = STAT.exec(text) ?? [];
    if (path !== undefined) stat.set(path, { lines: Number(lines), number });
  }
  const checked = files.map((file): FilePatch => {
    const counted = stat.get(pathOf(file));
    const changed = file.hunks.flatMap(({ lines }) => lines).filter(({ mark }) => mark !== ' ').length;
    const once = files.filter((one) => pathOf(one) === pathOf(file)).length === 1;
    if (!counted || !once || file.damage || file.unsupported || changed === counted.lines) return file;
    return {
      ...file,
      damage: new PatchUnreadable(
        file.place,
        `the diffstat tells of ${counted.lines} changed lines, the quote has ${changed}: a part was left out`,
      ),
    };
  });
  const leftOut = [...stat].filter(([path]) => !files.some((file) => pathOf(file) === path));
  return [
    ...checked,
    ...leftOut.map(([path, { number }]): FilePatch => {
      const place: Place = { from, file: path, line: number };
      const damage = new PatchUnreadable(place, 'the diffstat names the file, the quote leaves it out');
      return { oldPath: path, newPath: path, hunks: [], damage, quoted: true, collapsed: false, place };
    }),
  ];
}
